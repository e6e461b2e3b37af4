// SPDX-License-Identifier: MIT
#include <algorithm>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::abuse_test {

namespace {

constexpr int kPong = 10;

std::size_t count_code(const Goodbye& goodbye, const std::string& code) {
  return static_cast<std::size_t>(std::ranges::count_if(
      goodbye.messages,
      [&](const std::string& message) { return Json::parse(message).value("code", "") == code; }));
}

}  // namespace

TEST_CASE("Too many bad messages end the connection with 1008", "[abuse]") {
  const auto bad = GENERATE(as<std::string>(), "?", R"({"type":"dance"})", R"({"type":"offer"})",
                            R"({"type":"login","username":""})");
  CAPTURE(bad);
  Settings settings = test_settings();
  settings.limits.error_burst = 5;
  const TestServer server(settings);
  Client alice(server.port());

  for (int i = 0; i < 20; ++i) alice.send(bad);
  const Goodbye goodbye = alice.wait_for_goodbye();

  CHECK(goodbye.code == 1008);
  CHECK(goodbye.reason.find("too many bad messages") != std::string::npos);
  // Those of the burst, and the one that was too many; a slow machine may forgive some more.
  CHECK(goodbye.messages.size() >= 6);
  CHECK(eventually([&] { return server.connections() == 0; }));
  CHECK(metric_becomes(server.admin_port(), hits_of("error-burst"), 1));
}

TEST_CASE("Who is thrown out hears why, also when its own goodbye came in the same segment",
          "[abuse]") {
  Settings settings = test_settings();
  settings.limits.error_burst = 1;
  const TestServer server(settings);
  RawClient alice(server.port());
  alice.upgrade();
  const std::string bad = client_frame(Opcode::text, "?");

  alice.send(bad + bad + bad + client_close(1000));

  ServerFrame last;
  do last = alice.receive_frame();
  while (last.opcode == 1);
  CHECK(last.close_code() == 1008);
  CHECK(alice.receive_all().empty());
  CHECK(metric_becomes(server.admin_port(), hits_of("error-burst"), 1));
}

TEST_CASE("What any client can meet is no abuse", "[abuse]") {
  Settings settings = test_settings();
  settings.limits.error_burst = 1;
  const TestServer server(settings);
  Client alice = logged_in(server, "alice");
  Client late(server.port());

  for (int i = 0; i < 20; ++i) {
    CHECK(ask(alice, signal_to("ghost", "offer", "1")).at("code") == "user_unavailable");
    CHECK(ask(late, login_of("alice")).at("error").at("code") == "username_taken");
  }
}

TEST_CASE("The peers of a client that is thrown out hear of it", "[abuse]") {
  Settings settings = test_settings();
  settings.limits.error_burst = 1;
  const TestServer server(settings);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  for (int i = 0; i < 10; ++i) alice.send("?");

  CHECK(bob.receive() == R"({"type":"close","reason":"gone","username":"alice"})");
  CHECK(alice.wait_for_goodbye().code == 1008);
  CHECK(eventually([&] { return server.logged_in() == 1; }));
}

TEST_CASE("Messages over the rate are dropped, and said to be", "[abuse]") {
  Settings settings = test_settings();
  settings.limits.message_rate = 1;
  settings.limits.message_burst = 10;
  settings.limits.error_burst = 1000;
  const TestServer server(settings);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  for (int i = 0; i < 100; ++i) alice.send(signal_to("bob", "candidate", std::to_string(i)));

  const Json error = receive_json(alice);
  CHECK(error.at("type") == "error");
  CHECK(error.at("code") == "rate_limited");
  // The burst without the login has come through, in order.
  for (int i = 0; i < 9; ++i) {
    CHECK(bob.receive() == signal_from("alice", "candidate", std::to_string(i)));
  }
  CHECK(eventually([&] {
    auto metrics = read_metrics(server.admin_port());
    const double taken = metrics["signalbox_messages_total{type=\"candidate\"}"];
    return taken >= 9 && taken + metrics[hits_of("message-rate")] == 100;
  }));
}

TEST_CASE("A flood ends the connection with 1008", "[abuse]") {
  Settings settings = test_settings();
  settings.limits.message_rate = 1;
  settings.limits.message_burst = 10;
  settings.limits.error_burst = 10;
  const TestServer server(settings);
  Client alice(server.port());

  for (int i = 0; i < 100; ++i) alice.send(login_of("alice"));
  const Goodbye goodbye = alice.wait_for_goodbye();

  CHECK(goodbye.code == 1008);
  CHECK(count_code(goodbye, "rate_limited") >= 1);
}

TEST_CASE("Who goes on sending too fast is read no faster than the rate, then closed with 1008",
          "[abuse]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  const bool has_tls = GENERATE(false, true);
  CAPTURE(has_tls);
  constexpr std::size_t kBurst = 10;
  // A sweep takes place every quarter of a second: this is what it earns, with a margin.
  constexpr std::size_t kEarned = 20;
  Settings settings = has_tls ? tls_settings(1) : test_settings(1);
  settings.limits.message_rate = 100;
  settings.limits.message_burst = kBurst;
  settings.limits.error_burst = 12;
  const TestServer server(settings, poller);
  RawClient::Options options;
  if (has_tls) options.tls.emplace();
  RawClient bob = raw_logged_in(server, "bob", options);
  RawClient carol = raw_logged_in(server, "carol", options);
  RawClient mallory = raw_logged_in(server, "mallory", options);
  std::string flood;
  for (int i = 0; i < 5000; ++i) {
    flood += client_frame(Opcode::text, signal_to("bob", "candidate", std::to_string(i)));
  }

  mallory.send(flood);

  carol.send(client_frame(Opcode::text, R"({"type":"?"})"));
  CHECK(Json::parse(carol.receive_frame().payload).at("code") == "unknown_type");
  ServerFrame last;
  do {
    last = mallory.receive_frame();
    if (last.opcode == 1) CHECK(Json::parse(last.payload).at("code") == "rate_limited");
  } while (last.opcode == 1);
  CHECK(last.close_code() == 1008);
  carol.send(client_frame(Opcode::text, signal_to("bob", "candidate", "null")));
  std::size_t heard = 0;
  while (bob.receive_frame().payload != signal_from("carol", "candidate", "null")) ++heard;
  // Not only the burst, as if all behind it had been read at once and thrown away.
  CHECK(heard >= kBurst - 1 + kEarned);
}

TEST_CASE("Who stops sending too fast is read again", "[abuse]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.message_rate = 5;
  settings.limits.message_burst = 10;
  settings.limits.error_burst = 20;
  const TestServer server(settings, kind.poller);
  RawClient alice = raw_logged_in(server, "alice");
  const Client bob = logged_in(server, "bob");
  // The burst without the login, half of the errors, and one for which reading pauses.
  std::string much;
  for (int i = 0; i < 9 + 11 + 1; ++i) {
    much += client_frame(Opcode::text, signal_to("bob", "candidate", "1"));
  }

  alice.send(much + client_frame(Opcode::ping, "still there"));

  ServerFrame heard;
  while (heard.opcode != kPong) heard = alice.receive_frame();
  CHECK(heard.payload == "still there");
  CHECK(server.logged_in() == 2);
}

TEST_CASE("A client may have as many calls as the limit says", "[abuse]") {
  const auto threads = GENERATE(1U, 2U);
  Settings settings = test_settings(threads);
  settings.limits.peers = 2;
  const TestServer server(settings);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  Client dave = logged_in(server, "dave");
  call(alice, "alice", bob, "bob");
  call(alice, "alice", carol, "carol");

  const Json own = ask(alice, signal_to("dave", "offer", "1"));
  CHECK(own.at("code") == "busy");
  const Json other = ask(dave, signal_to("alice", "offer", "1"));
  CHECK(other.at("code") == "busy");
  CHECK(other.at("about") == Json{{"type", "offer"}, {"otherUsername", "alice"}});
  CHECK(metric_becomes(server.admin_port(), hits_of("max-peers"), 2));

  alice.send(R"({"type":"close","otherUsername":"bob"})");
  CHECK(bob.receive() == R"({"type":"close","username":"alice"})");
  call(alice, "alice", dave, "dave");
}

}  // namespace signalbox::test::abuse_test
