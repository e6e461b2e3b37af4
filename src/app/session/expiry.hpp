// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "signalbox/base/clock.hpp"

namespace signalbox::app {

/// Until when a login is good, up to a second later. Every session has one, so it is small.
class Expiry {
 public:
  Expiry() = default;  ///< never

  Expiry(TimePoint now, std::optional<std::chrono::seconds> lifetime) {
    if (!lifetime) return;
    using std::chrono::ceil, std::chrono::seconds;
    const auto end = ceil<seconds>(now.time_since_epoch()) + *lifetime;
    if (end.count() < kNever) seconds_ = static_cast<std::uint32_t>(end.count());
  }

  TimePoint time() const {
    return seconds_ == kNever ? TimePoint::max() : TimePoint(std::chrono::seconds(seconds_));
  }

 private:
  static constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t seconds_ = kNever;  ///< of the clock
};

}  // namespace signalbox::app
