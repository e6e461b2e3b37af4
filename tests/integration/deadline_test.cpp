// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"

namespace signalbox::test::deadline_test {

using std::chrono::milliseconds;

namespace {

constexpr int kPing = 9;

}  // namespace

TEST_CASE("Who does not log in in time is sent away with 1008", "[deadline]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.login_timeout = milliseconds(100);
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  Client silent(server.port());

  const Goodbye goodbye = silent.wait_for_goodbye();

  CHECK(goodbye.code == 1008);
  CHECK(goodbye.reason.find("login") != std::string::npos);
  CHECK(goodbye.messages.empty());
  CHECK(metric_becomes(server.admin_port(), hits_of("login-timeout"), 1));
  // Who has logged in stays.
  CHECK(ask(alice, R"({"type":"?"})").at("code") == "unknown_type");
}

TEST_CASE("A failed login does not put off the deadline", "[deadline]") {
  Settings settings = test_settings();
  settings.limits.login_timeout = milliseconds(200);
  const TestServer server(settings);
  Client alice(server.port());
  CHECK(ask(alice, login_of("")).at("success") == false);

  CHECK(alice.wait_for_goodbye().code == 1008);
}

TEST_CASE("Who has logged out has to log in again in time", "[deadline]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.login_timeout = milliseconds(200);
  settings.limits.ping_interval = std::chrono::hours(1);  // nothing else is looked at before
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  // Longer than until the deadline of the first login is looked at.
  Client silent(server.port());
  CHECK(silent.wait_for_goodbye().code == 1008);
  CHECK(ask(alice, R"({"type":"logout"})").at("type") == "logout");

  CHECK(alice.wait_for_goodbye().code == 1008);
}

TEST_CASE("A client that answers no pings is gone, and its peers hear of it", "[deadline]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.ping_interval = milliseconds(200);
  const TestServer server(settings, kind.poller);
  RawClient dead = raw_logged_in(server, "dead");
  Client bob = logged_in(server, "bob");
  bob.send(signal_to("dead", "offer", "1"));

  // Beast's client answers the pings while it waits.
  CHECK(bob.receive() == R"({"type":"close","reason":"timeout","username":"dead"})");

  CHECK(server.log().lines_with("ended: ping_timeout") == 1);
  CHECK(dead.receive_frame().payload == signal_from("bob", "offer", "1"));
  CHECK(dead.receive_frame().opcode == kPing);
  CHECK(dead.receive_frame().opcode == kPing);
  CHECK(dead.receive_all().empty());
}

TEST_CASE("A client that answers pings, or says anything, stays", "[deadline]") {
  struct Sign {
    const char* what;
    std::string frame;
  };
  const auto sign = GENERATE(values<Sign>({{"pong", client_frame(Opcode::pong, "")},
                                           {"pong, unasked", client_frame(Opcode::pong, "x")},
                                           {"message", client_frame(Opcode::text, "?")}}));
  CAPTURE(sign.what);
  Settings settings = test_settings();
  settings.limits.ping_interval = milliseconds(100);
  const TestServer server(settings);
  RawClient alice = raw_logged_in(server, "alice");

  // Longer than a dead client lives.
  for (int pings = 0; pings < 5;) {
    if (alice.receive_frame().opcode != kPing) continue;
    ++pings;
    alice.send(sign.frame);
  }

  CHECK(server.logged_in() == 1);
}

TEST_CASE("A client that does not answer a goodbye is cut", "[deadline]") {
  Settings settings = test_settings();
  settings.limits.login_timeout = milliseconds(50);
  settings.limits.close_timeout = milliseconds(50);
  const TestServer server(settings);
  RawClient rude(server.port());
  rude.upgrade();

  CHECK(rude.receive_frame().close_code() == 1008);
  CHECK(rude.receive_all().empty());
  CHECK(eventually([&] { return server.connections() == 0; }));
}

}  // namespace signalbox::test::deadline_test
