// SPDX-License-Identifier: MIT
#include "signalbox/base/histogram.hpp"

#include "support/catch.hpp"

namespace signalbox::test::histogram_test {

using namespace std::chrono_literals;

namespace {

constexpr Histogram::Bounds kBounds{1us, 2us,  3us,  4us,  5us,  6us,  7us, 8us,
                                    9us, 10us, 11us, 12us, 13us, 14us, 1s};

}  // namespace

TEST_CASE("a time counts in the class whose bound it does not exceed", "[base][metrics]") {
  Histogram histogram(kBounds);
  histogram.add(-1us);
  histogram.add(1us);
  histogram.add(1001ns);
  histogram.add(2us);
  histogram.add(15us);
  histogram.add(1s);
  histogram.add(1s + 1ns);

  Histogram::Reading reading;
  histogram.read_into(reading);

  CHECK(reading.counts == decltype(reading.counts){2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1});
  CHECK(reading.microseconds == 2'000'019);
}

TEST_CASE("readings add up", "[base][metrics]") {
  Histogram one(kBounds);
  Histogram other(kBounds);
  one.add(1us);
  other.add(1us);
  other.add(3us);

  Histogram::Reading sum;
  one.read_into(sum);
  other.read_into(sum);

  CHECK(sum.counts[0] == 2);
  CHECK(sum.counts[2] == 1);
  CHECK(sum.microseconds == 5);
}

}  // namespace signalbox::test::histogram_test
