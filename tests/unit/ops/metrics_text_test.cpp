// SPDX-License-Identifier: MIT
#include "signalbox/ops/metrics_text.hpp"

#include "support/catch.hpp"

namespace signalbox::test::metrics_text_test {

using namespace std::chrono_literals;

TEST_CASE("a metric is written as Prometheus reads it", "[ops][metrics]") {
  MetricsText text;
  text.begin("bytes_total", MetricsText::Type::counter, "Bytes.");
  text.sample(9007199254740992.0);
  text.begin("load", MetricsText::Type::gauge, "Load.");
  text.sample("thread", "0", 0.25);

  CHECK(text.text() ==
        "# HELP bytes_total Bytes.\n# TYPE bytes_total counter\nbytes_total 9007199254740992\n"
        "# HELP load Load.\n# TYPE load gauge\nload{thread=\"0\"} 0.25\n");
}

TEST_CASE("a histogram's classes include those below them", "[ops][metrics]") {
  constexpr Histogram::Bounds kBounds{10us, 20us, 1ms, 2ms, 3ms, 4ms, 5ms, 6ms,
                                      7ms,  8ms,  9ms, 1s,  2s,  3s,  4s};
  Histogram::Reading reading{.counts = {1, 2}, .microseconds = 1'500'000};
  reading.counts.back() = 4;
  MetricsText text;
  text.begin("h", MetricsText::Type::histogram, "H.");
  text.samples(kBounds, reading);

  for (const char* const line :
       {"h_bucket{le=\"1e-05\"} 1\n", "h_bucket{le=\"2e-05\"} 3\n", "h_bucket{le=\"0.001\"} 3\n",
        "h_bucket{le=\"4\"} 3\n", "h_bucket{le=\"+Inf\"} 7\n", "h_sum 1.5\n", "h_count 7\n"}) {
    CAPTURE(line);
    CHECK_THAT(text.text(), Catch::Matchers::Contains(line));
  }
}

}  // namespace signalbox::test::metrics_text_test
