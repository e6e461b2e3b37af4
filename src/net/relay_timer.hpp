// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/histogram.hpp"

namespace signalbox::net {

/// Takes the time from reading a client's bytes to the end of the turn, when what came of them is
/// sent; of one reading in many, because looking at the clock costs as much as parsing a frame.
/// One thread.
class RelayTimer {
 public:
  static constexpr std::uint32_t kEvery = 64;

  void on_read() {
    if (--left_ == 0) begin();
  }

  void on_turn_end(Histogram& times) {
    if (begun_) end(times);
  }

 private:
  void begin() {
    left_ = kEvery;
    if (!begun_) begun_ = Clock::now();
  }

  void end(Histogram& times) {
    times.add(Clock::now() - *begun_);
    begun_.reset();
  }

  std::uint32_t left_ = kEvery;
  std::optional<TimePoint> begun_;
};

}  // namespace signalbox::net
