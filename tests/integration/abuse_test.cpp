// SPDX-License-Identifier: MIT
#include <algorithm>

#include "support/catch.hpp"
#include "support/conversation.hpp"

using namespace signalbox;
using namespace signalbox::test;

namespace {

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
  CHECK(server.logged_in() == 1);
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

  alice.send(R"({"type":"close","otherUsername":"bob"})");
  CHECK(bob.receive() == R"({"type":"close","username":"alice"})");
  call(alice, "alice", dave, "dave");
}
