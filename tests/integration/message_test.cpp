// SPDX-License-Identifier: MIT
// What clients say beside their calls: messages of the application, pings, logouts, and ids that
// come back.
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::message_test {

TEST_CASE("A message of the application arrives byte for byte, without any call", "[message]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  alice.send(R"({"type":"message","otherUsername":"bob","data":{ "a" : 1e400, "a":"\ud800" }})");
  CHECK(bob.receive() ==
        R"({"type":"message","data":{ "a" : 1e400, "a":"\ud800" },"username":"alice"})");

  alice.close();
  CHECK(eventually([&] { return server.logged_in() == 1; }));
  CHECK(ask(bob, R"({"type":"ping"})") == Json{{"type", "pong"}});
}

TEST_CASE("Acks come in the order of the messages", "[message]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  constexpr int kMessages = 100;

  for (int i = 0; i < kMessages; ++i) {
    const std::string number = std::to_string(i);
    alice.send(R"({"type":"message","otherUsername":"bob","ack":true,"data":)" + number +
               R"(,"id":)" + number + "}");
  }

  for (int i = 0; i < kMessages; ++i) {
    CHECK(receive_json(bob).at("data") == i);
    CHECK(receive_json(alice) == Json{{"type", "ack"}, {"id", i}, {"result", "delivered"}});
  }
}

TEST_CASE("An error says what it is about by the message's own id", "[message]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");

  alice.send(R"({"type":"message","otherUsername":"ghost","data":1,"id":"\u0041","ack":true})");
  const std::string error = alice.receive();
  CHECK(Json::parse(error).at("code") == "user_unavailable");
  CHECK(error.ends_with(R"(,"id":"\u0041"})"));
  CHECK(ask(alice, R"({"type":"offer","otherUsername":"bob","id":7})").at("id") == 7);
  CHECK(ask(alice, R"({"type":"login","username":"bob","id":8})").at("id") == 8);
}

TEST_CASE("Who logs out is gone, and may log in again", "[message]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  CHECK(ask(alice, R"({"type":"logout","id":1})") == Json{{"type", "logout"}, {"id", 1}});
  CHECK(bob.receive() == R"({"type":"close","reason":"gone","username":"alice"})");
  CHECK(server.logged_in() == 1);
  CHECK(ask(alice, R"({"type":"logout"})").at("code") == "not_logged_in");

  Client other = logged_in(server, "alice");
  CHECK(ask(alice, login_of("alice")).at("error").at("code") == "username_taken");
  log_in(alice, "carol");
  alice.send(signal_to("bob", "offer", "3"));
  CHECK(bob.receive() == signal_from("carol", "offer", "3"));
  bob.send(signal_to("alice", "offer", "4"));
  CHECK(other.receive() == signal_from("bob", "offer", "4"));
}

TEST_CASE("Who has logged out has as long for a login as at the beginning", "[message]") {
  Settings settings = test_settings(1);
  settings.limits.login_timeout = std::chrono::milliseconds(50);
  settings.limits.ping_interval = std::chrono::milliseconds(100);
  const TestServer server(settings);
  Client alice = logged_in(server, "alice");

  ask(alice, R"({"type":"logout"})");

  const Goodbye goodbye = alice.wait_for_goodbye();
  CHECK(goodbye.code == 1008);
  CHECK(goodbye.messages.empty());
}

}  // namespace signalbox::test::message_test
