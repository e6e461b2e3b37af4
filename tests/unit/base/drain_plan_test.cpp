// SPDX-License-Identifier: MIT
#include "signalbox/base/drain_plan.hpp"

#include <chrono>

#include "support/catch.hpp"

namespace signalbox::test::drain_plan_test {

using std::chrono::milliseconds;

namespace {

constexpr TimePoint kBegin{std::chrono::hours(1)};
constexpr milliseconds kDuration{10'000};

TimePoint after(int time) { return kBegin + milliseconds(time); }

}  // namespace

TEST_CASE("clients are told to go one after the other, in the first half", "[base][drain]") {
  const DrainPlan plan(kBegin, kDuration);
  CHECK(plan.reconnect_after(0, 4) == milliseconds(0));
  CHECK(plan.reconnect_after(1, 4) == milliseconds(1'250));
  CHECK(plan.reconnect_after(3, 4) == milliseconds(3'750));
  CHECK(plan.reconnect_after(999'999, 1'000'000) < milliseconds(5'000));
  CHECK(plan.reconnect_after(0, 0) == milliseconds(0));
}

TEST_CASE("who is left is sent away one after the other, in the second half", "[base][drain]") {
  const DrainPlan plan(kBegin, kDuration);
  CHECK(plan.most_left(after(0), 100) == 100);
  CHECK(plan.most_left(after(5'000), 100) == 100);
  CHECK(plan.most_left(after(6'000), 100) == 80);
  CHECK(plan.most_left(after(7'500), 100) == 50);
  CHECK(plan.most_left(after(9'999), 100) == 0);
  CHECK(plan.most_left(after(10'000), 100) == 0);
  CHECK(plan.most_left(after(7'500), 1) == 0);
  CHECK(plan.most_left(after(7'500), 0) == 0);
}

TEST_CASE("however many there are, at the end nobody is left", "[base][drain]") {
  const DrainPlan plan(kBegin, kDuration);
  const auto count = GENERATE(as<std::size_t>{}, 1, 3, 1'000'000);
  std::size_t before = count;
  for (int time = 0; time <= 10'000; time += 50) {
    const std::size_t left = plan.most_left(after(time), count);
    CHECK(left <= before);
    // No step is larger than its share.
    CHECK(before - left <= count / 100 + 2);
    before = left;
  }
  CHECK(before == 0);
  CHECK_FALSE(plan.is_over(after(9'999)));
  CHECK(plan.is_over(after(10'000)));
}

TEST_CASE("a drain that takes no time is over at once", "[base][drain]") {
  const DrainPlan plan(kBegin, milliseconds(0));
  CHECK(plan.is_over(kBegin));
  CHECK(plan.most_left(kBegin, 5) == 0);
  CHECK(plan.reconnect_after(3, 5) == milliseconds(0));
}

}  // namespace signalbox::test::drain_plan_test
