// SPDX-License-Identifier: MIT
#include <map>

#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::order_test {

namespace {

constexpr int kMessages = 10'000;

Settings fast_settings(unsigned threads) {
  Settings settings = test_settings(threads);
  settings.limits.message_rate = 0;
  settings.limits.outbox_bytes = 64UL * 1024 * 1024;
  return settings;
}

void say(Client& client, const std::string& to, int number) {
  client.send(signal_to(to, "candidate", std::to_string(number)));
}

}  // namespace

TEST_CASE("Ten thousand messages arrive in the order in which they were sent", "[order]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  for (int i = 0; i < kMessages; ++i) say(alice, "bob", i);

  for (int i = 0; i < kMessages; ++i) {
    REQUIRE(bob.receive() == signal_from("alice", "candidate", std::to_string(i)));
  }
}

TEST_CASE("Each of two senders' messages keep their order, in both directions", "[order]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  constexpr int kEach = 1000;

  for (int i = 0; i < kEach; ++i) {
    say(alice, "bob", i);
    say(carol, "bob", i);
    say(bob, "alice", i);
  }

  std::map<std::string, int> next;
  for (int i = 0; i < 2 * kEach; ++i) {
    const Json message = receive_json(bob);
    REQUIRE(message.at("candidate") == next[message.at("username").get<std::string>()]++);
  }
  CHECK(next == std::map<std::string, int>{{"alice", kEach}, {"carol", kEach}});
  for (int i = 0; i < kEach; ++i) {
    REQUIRE(alice.receive() == signal_from("bob", "candidate", std::to_string(i)));
  }
}

}  // namespace signalbox::test::order_test
