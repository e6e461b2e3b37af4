// SPDX-License-Identifier: MIT
#include "bench/load/histogram.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

namespace signalbox::bench {
namespace {

using std::chrono::nanoseconds;

TEST_CASE("percentiles are right to 1.6 percent at every size") {
  for (long scale = 1; scale < 1'000'000'000; scale *= 10) {
    Histogram histogram;
    for (long i = 1; i <= 1000; ++i) histogram.add(nanoseconds(i * scale));
    for (const double share : {0.01, 0.5, 0.99, 0.999}) {
      const double expected = share * 1000 * static_cast<double>(scale);
      const auto found = static_cast<double>(histogram.percentile(share).count());
      CHECK(found >= expected * 0.984);
      CHECK(found <= expected * 1.016);
    }
  }
}

TEST_CASE("no percentile is above the longest duration") {
  Histogram histogram;
  histogram.add(nanoseconds(1'000'003));
  CHECK(histogram.percentile(1) <= nanoseconds(1'000'003));
  CHECK(histogram.longest() == nanoseconds(1'000'003));
}

TEST_CASE("an empty histogram says zero, and a cleared one is empty") {
  Histogram histogram;
  CHECK(histogram.percentile(0.5) == nanoseconds(0));
  histogram.add(nanoseconds(5));
  histogram.clear();
  CHECK(histogram.count() == 0);
  CHECK(histogram.percentile(0.5) == nanoseconds(0));
}

TEST_CASE("what is too short or too long is counted all the same") {
  Histogram histogram;
  histogram.add(nanoseconds(-1));
  histogram.add(std::chrono::hours(24));
  CHECK(histogram.count() == 2);
  CHECK(histogram.percentile(0.5) == nanoseconds(0));
}

}  // namespace
}  // namespace signalbox::bench
