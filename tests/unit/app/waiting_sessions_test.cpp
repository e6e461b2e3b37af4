// SPDX-License-Identifier: MIT
#include "app/session/waiting_sessions.hpp"

#include <chrono>

#include "support/catch.hpp"

namespace signalbox::test::waiting_sessions_test {

using app::WaitingSession;
using app::WaitingSessions;
using net::AddressBlock;
using std::chrono::seconds;

namespace {

constexpr AddressBlock kHome{1};
constexpr AddressBlock kOffice{2};

TimePoint at(int time) { return TimePoint() + seconds(time); }

WaitingSession session(std::uint32_t slot, int until, AddressBlock block = kHome) {
  return {at(until), {.slot = slot, .generation = 1}, block};
}

}  // namespace

TEST_CASE("who has waited longest is due first", "[app][waiting]") {
  WaitingSessions waiting(10);
  CHECK_FALSE(waiting.due(at(100)));
  CHECK(waiting.add(session(1, 3)));
  CHECK(waiting.add(session(2, 1)));
  CHECK(waiting.add(session(3, 1)));

  CHECK_FALSE(waiting.due(at(0)));
  CHECK(waiting.due(at(1)) == session(2, 1).id);
  waiting.remove(session(2, 1));
  CHECK(waiting.due(at(1)) == session(3, 1).id);
  waiting.remove(session(3, 1));
  CHECK_FALSE(waiting.due(at(2)));
  CHECK(waiting.due(at(3)) == session(1, 3).id);
}

TEST_CASE("who has come back is not due", "[app][waiting]") {
  WaitingSessions waiting(10);
  waiting.add(session(1, 1));
  waiting.remove(session(1, 1));
  CHECK_FALSE(waiting.due(at(1)));
  CHECK(waiting.size() == 0);
}

TEST_CASE("no more wait than may", "[app][waiting]") {
  WaitingSessions waiting(2);
  CHECK(waiting.add(session(1, 1)));
  CHECK(waiting.add(session(2, 1)));
  CHECK_FALSE(waiting.add(session(3, 1)));
  CHECK(waiting.refused() == 1);
  waiting.remove(session(1, 1));
  CHECK(waiting.add(session(3, 1)));
  CHECK(waiting.refused() == 1);
  CHECK_FALSE(waiting.excess());
  CHECK_FALSE(WaitingSessions(0).add(session(1, 1)));
}

TEST_CASE("the address that has most of those who wait makes room", "[app][waiting]") {
  WaitingSessions waiting(4);
  waiting.add(session(1, 1, kOffice));
  for (const std::uint32_t slot : {4U, 2U, 3U}) waiting.add(session(slot, 2));

  SECTION("for another address") {
    CHECK(waiting.add(session(5, 3, kOffice)));
    CHECK(waiting.excess() == session(2, 2).id);
    waiting.remove(session(2, 2));
    CHECK_FALSE(waiting.excess());
    // Now both have as many.
    CHECK_FALSE(waiting.add(session(6, 3, kOffice)));
  }
  SECTION("but not for itself") { CHECK_FALSE(waiting.add(session(5, 3))); }
  CHECK(waiting.size() == 4);
}

TEST_CASE("who is not to be waited for any longer is due", "[app][waiting]") {
  WaitingSessions waiting(1);
  CHECK_FALSE(waiting.hasten(session(1, 9), at(1)));
  waiting.add(session(1, 9));
  CHECK(waiting.hasten(session(1, 9), at(1)));
  CHECK(waiting.due(at(1)) == session(1, 1).id);
  waiting.remove(session(1, 1));
  CHECK(waiting.size() == 0);
}

}  // namespace signalbox::test::waiting_sessions_test
