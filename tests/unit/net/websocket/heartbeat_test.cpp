// SPDX-License-Identifier: MIT
#include "net/websocket/heartbeat.hpp"

#include <chrono>

#include "support/catch.hpp"

namespace signalbox::test::heartbeat_test {

using namespace std::chrono_literals;
using net::websocket::Heartbeat;
using Action = Heartbeat::Action;

namespace {

constexpr auto kInterval = 25'000ms;
constexpr TimePoint kStart = TimePoint() + 1h;

}  // namespace

TEST_CASE("a client that answers is pinged every interval", "[net][heartbeat]") {
  Heartbeat heartbeat(kStart + kInterval);
  CHECK(heartbeat.tick(kStart, kInterval) == Action::none);
  CHECK(heartbeat.tick(kStart + 24'999ms, kInterval) == Action::none);
  for (int i = 1; i <= 100; ++i) {
    const TimePoint due = kStart + i * kInterval;
    CHECK(heartbeat.tick(due - 1ms, kInterval) == Action::none);
    CHECK(heartbeat.tick(due, kInterval) == Action::ping);
    CHECK(heartbeat.tick(due + 1s, kInterval) == Action::none);
    heartbeat.heard();
  }
}

TEST_CASE("a client that says nothing to two pings is dead", "[net][heartbeat]") {
  Heartbeat heartbeat(kStart + kInterval);
  CHECK(heartbeat.tick(kStart + 1 * kInterval, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 2 * kInterval, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 3 * kInterval - 1ms, kInterval) == Action::none);
  CHECK(heartbeat.tick(kStart + 3 * kInterval, kInterval) == Action::dead);
}

TEST_CASE("whatever is heard counts, even late", "[net][heartbeat]") {
  Heartbeat heartbeat(kStart + kInterval);
  heartbeat.tick(kStart + 1 * kInterval, kInterval);
  heartbeat.tick(kStart + 2 * kInterval, kInterval);
  heartbeat.heard();
  CHECK(heartbeat.tick(kStart + 3 * kInterval, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 4 * kInterval, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 5 * kInterval, kInterval) == Action::dead);
}

TEST_CASE("a sweep that comes late delays the next ping, and kills nobody", "[net][heartbeat]") {
  Heartbeat heartbeat(kStart + kInterval);
  CHECK(heartbeat.tick(kStart + 1h, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 1h + 1s, kInterval) == Action::none);
  heartbeat.heard();
  CHECK(heartbeat.tick(kStart + 2h, kInterval) == Action::ping);
  CHECK(heartbeat.tick(kStart + 2h + kInterval, kInterval) == Action::ping);
}

}  // namespace signalbox::test::heartbeat_test
