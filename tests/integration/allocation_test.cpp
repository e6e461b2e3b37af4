// SPDX-License-Identifier: MIT
#include <string>

#include "support/allocation_counter.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::allocation_test {

namespace {

/// Both ways, so that whoever hears the last has seen that the server is done with all before.
void exchange(Client& alice, Client& bob, const std::string& type, const std::string& payload) {
  alice.send(signal_to("bob", type, payload));
  CHECK(bob.receive() == signal_from("alice", type, payload));
  bob.send(signal_to("alice", type, payload));
  CHECK(alice.receive() == signal_from("bob", type, payload));
}

}  // namespace

TEST_CASE("What is relayed takes no memory from the heap", "[relay][allocation]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  const TestServer server(test_settings(1), poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");
  // Short enough for Beast to send it in one piece: a message that comes in several is put together
  // in memory of its own.
  const std::string description = R"({"sdp":")" + std::string(3000, 'a') + R"(\r\n"})";
  const std::string candidate = R"({"candidate":")" + std::string(200, 'c') + R"("})";
  const auto exchange_all = [&] {
    exchange(alice, bob, "offer", description);
    exchange(alice, bob, "candidate", candidate);
  };
  // What the server keeps for later messages grows to its size with the first ones.
  for (int i = 0; i < 10; ++i) exchange_all();

  const AllocationCounter counter;
  for (int i = 0; i < 100; ++i) exchange_all();

  CHECK(counter.count() == 0);
}

TEST_CASE("The counter counts other threads", "[allocation]") {
  const TestServer server(test_settings(1));
  const AllocationCounter counter;
  const Client alice = logged_in(server, "alice");
  CHECK(counter.count() > 0);
}

}  // namespace signalbox::test::allocation_test
