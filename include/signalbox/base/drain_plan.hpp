// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "signalbox/base/clock.hpp"

namespace signalbox {

/// How a server that is to stop empties itself. In the first half of the time clients go by
/// themselves, each when it was told to; in the second half those who are left are sent away. Both
/// are spread evenly, so that they don't all come to the next server at once.
class DrainPlan {
 public:
  DrainPlan(TimePoint begin, std::chrono::milliseconds duration)
      : begin_(begin), duration_(duration) {}

  /// When client number `index` of `count` is to connect elsewhere, from the beginning on.
  std::chrono::milliseconds reconnect_after(std::size_t index, std::size_t count) const {
    return grace() * static_cast<std::chrono::milliseconds::rep>(index) /
           static_cast<std::chrono::milliseconds::rep>(std::max<std::size_t>(count, 1));
  }

  /// How many of `count` connections may be left.
  std::size_t most_left(TimePoint now, std::size_t count) const {
    using Share = std::chrono::duration<double>;
    if (is_over(now)) return 0;
    if (now <= begin_ + grace()) return count;
    const double left = Share(begin_ + duration_ - now) / Share(duration_ - grace());
    return static_cast<std::size_t>(left * static_cast<double>(count));
  }

  bool is_over(TimePoint now) const { return now >= begin_ + duration_; }

 private:
  std::chrono::milliseconds grace() const { return duration_ / 2; }

  TimePoint begin_;
  std::chrono::milliseconds duration_;
};

}  // namespace signalbox
