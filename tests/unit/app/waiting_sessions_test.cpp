// SPDX-License-Identifier: MIT
#include "app/waiting_sessions.hpp"

#include <chrono>

#include "support/catch.hpp"

using namespace signalbox;
using app::WaitingSessions;
using std::chrono::seconds;

namespace {

SessionId session(std::uint32_t slot) { return {.slot = slot, .generation = 1}; }

TimePoint at(int time) { return TimePoint() + seconds(time); }

}  // namespace

TEST_CASE("who has waited longest is due first", "[app][waiting]") {
  WaitingSessions waiting(10);
  CHECK_FALSE(waiting.due(at(100)));
  CHECK(waiting.add(session(1), at(3)));
  CHECK(waiting.add(session(2), at(1)));
  CHECK(waiting.add(session(3), at(1)));

  CHECK_FALSE(waiting.due(at(0)));
  CHECK(waiting.due(at(1)) == session(2));
  waiting.remove(session(2), at(1));
  CHECK(waiting.due(at(1)) == session(3));
  waiting.remove(session(3), at(1));
  CHECK_FALSE(waiting.due(at(2)));
  CHECK(waiting.due(at(3)) == session(1));
}

TEST_CASE("who has come back is not due", "[app][waiting]") {
  WaitingSessions waiting(10);
  waiting.add(session(1), at(1));
  waiting.remove(session(1), at(1));
  CHECK_FALSE(waiting.due(at(1)));
  CHECK(waiting.size() == 0);
}

TEST_CASE("no more wait than may", "[app][waiting]") {
  WaitingSessions waiting(2);
  CHECK(waiting.add(session(1), at(1)));
  CHECK(waiting.add(session(2), at(1)));
  CHECK_FALSE(waiting.add(session(3), at(1)));
  CHECK(waiting.refused() == 1);
  waiting.remove(session(1), at(1));
  CHECK(waiting.add(session(3), at(1)));
  CHECK(waiting.refused() == 1);
  CHECK_FALSE(WaitingSessions(0).add(session(1), at(1)));
}
