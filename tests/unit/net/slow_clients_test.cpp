// SPDX-License-Identifier: MIT
#include "net/slow_clients.hpp"

#include <array>

#include "net/connection.hpp"
#include "net/make_poller.hpp"
#include "net/shard_context.hpp"
#include "support/catch.hpp"

namespace signalbox::test::slow_clients_test {

using namespace signalbox::net;

namespace {

/// Connections that only stand for themselves: they have no socket.
struct Crowd {
  Limits limits;
  boost::asio::io_context io;
  std::unique_ptr<Poller> poller = make_poller(PollerKind::asio, io);
  ReverseProxies proxies;
  AddressCensus census{0, proxies};
  Gauge waiting;
  ShardContext shard{{limits, proxies, census}, *poller, 0};
  Connection alice{-1, {}, shard, nullptr};
  Connection bob{-1, {}, shard, nullptr};
  Connection carol{-1, {}, shard, nullptr};
};

void note(SlowClients& slow, Connection& connection, std::size_t bytes) {
  slow.note(connection, block_of(connection.address()), bytes);
}

}  // namespace

TEST_CASE("nobody is too much while no more waits than may", "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  CHECK(slow.take_excess() == nullptr);
  note(slow, crowd.alice, 60);
  note(slow, crowd.bob, 40);
  CHECK(slow.take_excess() == nullptr);
  CHECK(crowd.waiting.read() == 100);
  slow.forget(crowd.alice);
  CHECK(crowd.waiting.read() == 40);
}

TEST_CASE("the one for which most waits goes first", "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  note(slow, crowd.alice, 1);
  note(slow, crowd.bob, 200);
  note(slow, crowd.carol, 1000);
  note(slow, crowd.alice, 100);

  CHECK(slow.take_excess() == &crowd.carol);
  CHECK(slow.take_excess() == &crowd.bob);
  CHECK(slow.take_excess() == nullptr);
  CHECK(crowd.waiting.read() == 100);
}

TEST_CASE("the address for which most waits pays for all", "[net][slow]") {
  Crowd crowd;
  Connection other{-1, {boost::asio::ip::make_address("192.0.2.9"), 1}, crowd.shard, nullptr};
  SlowClients slow(100, crowd.waiting);
  note(slow, other, 60);
  note(slow, crowd.alice, 30);
  note(slow, crowd.bob, 35);

  CHECK(slow.take_excess() == &crowd.bob);
  CHECK(slow.take_excess() == nullptr);
}

TEST_CASE("of several for which as much waits, the one that has been slow for longest goes",
          "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  for (Connection* const each : {&crowd.bob, &crowd.carol, &crowd.alice}) note(slow, *each, 40);
  CHECK(slow.take_excess() == &crowd.bob);
}

TEST_CASE("another bound holds for what waits already", "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  note(slow, crowd.alice, 60);
  note(slow, crowd.bob, 40);
  slow.set_most(50);

  CHECK(slow.take_excess() == &crowd.alice);
  CHECK(slow.take_excess() == nullptr);
}

TEST_CASE("what waits is what was said last", "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  note(slow, crowd.alice, 90);
  note(slow, crowd.bob, 10);
  note(slow, crowd.alice, 20);
  note(slow, crowd.bob, 80);
  CHECK(slow.take_excess() == nullptr);
  note(slow, crowd.bob, 81);
  CHECK(slow.take_excess() == &crowd.bob);
}

TEST_CASE("who has caught up begins anew", "[net][slow]") {
  Crowd crowd;
  SlowClients slow(100, crowd.waiting);
  note(slow, crowd.alice, 50);
  note(slow, crowd.bob, 50);
  slow.forget(crowd.alice);
  slow.forget(crowd.alice);
  note(slow, crowd.alice, 50);
  CHECK(slow.take_excess() == nullptr);
  note(slow, crowd.alice, 51);
  CHECK(slow.take_excess() == &crowd.alice);
  CHECK(slow.take_excess() == nullptr);
}

}  // namespace signalbox::test::slow_clients_test
