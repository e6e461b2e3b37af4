// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/token_bucket.hpp"

namespace signalbox {

/// Bounds the lines of one kind that strangers can cause, so that nobody can fill the log. What is
/// left out is counted elsewhere: in the metrics as what it tells of. One thread's.
class LineLimit {
 public:
  /// `burst` lines at once, and `rate` a second in the long run.
  explicit LineLimit(std::uint32_t rate = 1, std::uint32_t burst = 10)
      : rate_(rate), burst_(burst), bucket_(burst, Clock::now()) {}

  /// Returns false if there were too many.
  bool take(TimePoint now) {
    return bucket_.take(rate_, burst_, [now] { return now; });
  }

 private:
  std::uint32_t rate_;
  std::uint32_t burst_;
  TokenBucket bucket_;
};

}  // namespace signalbox
