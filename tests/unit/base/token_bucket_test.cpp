// SPDX-License-Identifier: MIT
#include "signalbox/base/token_bucket.hpp"

#include <chrono>

#include "support/catch.hpp"

namespace signalbox::test::token_bucket_test {

using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kRate = 10;
constexpr std::uint32_t kBurst = 5;

/// A bucket and a clock that stands still until it is told.
struct Tap {
  TimePoint start = TimePoint() + 1h;
  TimePoint now = start;
  int clock_readings = 0;
  TokenBucket bucket{kBurst, start};

  bool take() {
    return bucket.take(kRate, kBurst, [this] {
      ++clock_readings;
      return now;
    });
  }

  /// How many of `tries` pass.
  int take(int tries) {
    int passed = 0;
    for (int i = 0; i < tries; ++i) passed += take() ? 1 : 0;
    return passed;
  }
};

}  // namespace

TEST_CASE("a burst passes at once and no more", "[base][token_bucket]") {
  Tap tap;
  CHECK(tap.take(100) == 5);
}

TEST_CASE("the clock is not read while the bucket has something", "[base][token_bucket]") {
  Tap tap;
  tap.take(5);
  CHECK(tap.clock_readings == 0);
  tap.take();
  CHECK(tap.clock_readings == 1);
}

TEST_CASE("a price is paid as a whole or not at all", "[base][token_bucket]") {
  Tap tap;
  const auto pay = [&tap](float price) {
    return tap.bucket.take(
        kRate, kBurst, [&tap] { return tap.now; }, price);
  };
  CHECK(pay(2));
  CHECK(pay(2));
  CHECK(tap.bucket.left() == 1);
  CHECK_FALSE(pay(2));
  CHECK(tap.bucket.left() == 1);
  tap.now += 100ms;
  CHECK(pay(2));
}

TEST_CASE("a bucket tells whether it holds something, and takes nothing for it",
          "[base][token_bucket]") {
  Tap tap;
  CHECK(tap.bucket.holds_any(kRate, kBurst, tap.now));
  CHECK(tap.take(100) == 5);
  CHECK_FALSE(tap.bucket.holds_any(kRate, kBurst, tap.now));
  tap.now += 100ms;
  CHECK(tap.bucket.holds_any(kRate, kBurst, tap.now));
  CHECK(tap.take(100) == 1);
}

TEST_CASE("an empty bucket fills with time", "[base][token_bucket]") {
  Tap tap;
  tap.take(100);
  tap.now += 99ms;
  CHECK(tap.take(100) == 0);
  tap.now += 1ms;
  CHECK(tap.take(100) == 1);
  tap.now += 300ms;
  CHECK(tap.take(100) == 3);
}

TEST_CASE("a bucket never holds more than a burst", "[base][token_bucket]") {
  Tap tap;
  tap.take(100);
  tap.now += 24h;
  CHECK(tap.take(100) == 5);
}

TEST_CASE("after a pause with a full bucket two bursts pass at most", "[base][token_bucket]") {
  Tap tap;
  tap.now += 24h;
  CHECK(tap.take(100) == 10);
  CHECK(tap.take(100) == 0);
}

TEST_CASE("refused tries cost nothing", "[base][token_bucket]") {
  Tap tap;
  tap.take(100);
  for (int i = 0; i < 9; ++i) {
    tap.now += 10ms;
    CHECK_FALSE(tap.take());
  }
  tap.now += 10ms;
  CHECK(tap.take());
}

TEST_CASE("what is too fast passes at the rate in the long run", "[base][token_bucket]") {
  const auto every = GENERATE(1ms, 7ms, 30ms, 70ms, 99ms);
  Tap tap;
  tap.take(100);
  int passed = 0;
  for (; tap.now < tap.start + 100s; tap.now += every) passed += tap.take() ? 1 : 0;
  CAPTURE(every.count());
  CHECK(passed >= 990);
  CHECK(passed <= 1000);
}

TEST_CASE("what is slower than the rate always passes", "[base][token_bucket]") {
  const auto every = GENERATE(100ms, 101ms, 150ms, 199ms, 1000ms);
  Tap tap;
  tap.take(100);
  for (int i = 0; i < 1000; ++i) {
    tap.now += every;
    CHECK(tap.take());
  }
}

}  // namespace signalbox::test::token_bucket_test
