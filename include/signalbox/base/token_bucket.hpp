// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "signalbox/base/clock.hpp"

namespace signalbox {

/// Lets `burst` things pass at once and `rate` a second in the long run. The clock is read only
/// when the bucket is empty, so that a client who keeps to its rate costs a decrement. The price: a
/// bucket that was full for a while lets two bursts pass.
///
/// Every client has two, so it is small: of the time it keeps milliseconds, which begin anew after
/// 49 days. A bucket that is left alone for just as long is full a moment too late.
class TokenBucket {
 public:
  TokenBucket(std::uint32_t burst, TimePoint now)
      : tokens_(static_cast<float>(burst)), filled_(milliseconds_of(now)) {}

  /// `now` is called where the time is needed. Returns false if that is too fast.
  template <class Now>
  bool take(std::uint32_t rate, std::uint32_t burst, Now now, float price = 1) {
    if (tokens_ < price) refill(rate, burst, milliseconds_of(now()));
    if (tokens_ < price) return false;
    tokens_ -= price;
    return true;
  }

  /// What was taken last is taken elsewhere.
  void give_back() { tokens_ += 1; }

  /// Whether something could pass.
  bool holds_any(std::uint32_t rate, std::uint32_t burst, TimePoint now) {
    if (tokens_ < 1) refill(rate, burst, milliseconds_of(now));
    return tokens_ >= 1;
  }

  /// Without what time has earned since the bucket was empty last.
  float left() const { return tokens_; }

 private:
  static std::uint32_t milliseconds_of(TimePoint time) {
    using std::chrono::milliseconds;
    const auto count = std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
    return static_cast<std::uint32_t>(count);
  }

  void refill(std::uint32_t rate, std::uint32_t burst, std::uint32_t now) {
    const double earned = static_cast<double>(now - filled_) * rate / 1000;
    if (tokens_ + earned < 1) return;
    tokens_ = static_cast<float>(std::min<double>(tokens_ + earned, burst));
    filled_ = now;
  }

  float tokens_;
  std::uint32_t filled_;  ///< when; milliseconds
};

}  // namespace signalbox
