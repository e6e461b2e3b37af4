// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace signalbox {

/// Deadlines are measured on a clock that never jumps. Code that has deadlines is told the time,
/// so that tests can tell it any.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

}  // namespace signalbox
