// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "signalbox/base/clock.hpp"

namespace signalbox {

/// Lets `burst` things pass at once and `rate` a second in the long run. The clock is read only
/// when the bucket is empty, so that a client who keeps to its rate costs a decrement. The price: a
/// bucket that was full for a while lets two bursts pass.
class TokenBucket {
 public:
  TokenBucket(std::uint32_t burst, TimePoint now) : tokens_(burst), filled_(now) {}

  /// `now` is called where the time is needed. False: too fast.
  template <class Now>
  bool take(std::uint32_t rate, std::uint32_t burst, Now now) {
    if (tokens_ == 0) refill(rate, burst, now());
    if (tokens_ == 0) return false;
    --tokens_;
    return true;
  }

 private:
  void refill(std::uint32_t rate, std::uint32_t burst, TimePoint now) {
    const std::chrono::duration<double> passed = now - filled_;
    const double earned = passed.count() * rate;
    if (earned < 1) return;
    tokens_ = static_cast<std::uint32_t>(std::min<double>(earned, burst));
    // The part of a token that is over counts for the next one, or half of the rate could be lost.
    const std::chrono::duration<double> over((earned - std::floor(earned)) / rate);
    filled_ = now - std::chrono::duration_cast<Clock::duration>(over);
  }

  std::uint32_t tokens_;
  TimePoint filled_;
};

}  // namespace signalbox
