// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox::bench {

/// Counts durations in buckets whose width grows with the duration: any percentile is right to
/// about 1.6 %, in memory that does not grow with the number of samples.
class Histogram {
 public:
  Histogram();

  void add(std::chrono::nanoseconds duration);
  void clear();

  std::uint64_t count() const { return count_; }
  /// `share` from 0 to 1. Zero if nothing was counted.
  std::chrono::nanoseconds percentile(double share) const;
  std::chrono::nanoseconds longest() const { return longest_; }

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::chrono::nanoseconds longest_{0};
};

}  // namespace signalbox::bench
