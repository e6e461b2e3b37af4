// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "signalbox/base/counter.hpp"

namespace signalbox {

/// How often something took how long. One thread adds, any thread reads.
class Histogram {
 public:
  static constexpr std::size_t kBounds = 15;
  /// What each class takes at most, ascending; a last class takes what is longer.
  using Bounds = std::array<std::chrono::microseconds, kBounds>;

  /// A sum over several threads' histograms of the same bounds.
  struct Reading {
    std::array<std::uint64_t, kBounds + 1> counts{};
    std::uint64_t microseconds = 0;
  };

  /// `bounds` must outlive it.
  explicit Histogram(const Bounds& bounds) : bounds_(&bounds) {}

  void add(std::chrono::nanoseconds time) {
    const auto* const bound = std::ranges::lower_bound(*bounds_, time);
    counts_[static_cast<std::size_t>(bound - bounds_->begin())].add();
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    microseconds_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(whole, 0)));
  }

  void read_into(Reading& sum) const {
    for (std::size_t i = 0; i < counts_.size(); ++i) sum.counts[i] += counts_[i].read();
    sum.microseconds += microseconds_.read();
  }

  const Bounds& bounds() const { return *bounds_; }

 private:
  const Bounds* bounds_;
  std::array<Counter, kBounds + 1> counts_{};
  Counter microseconds_;
};

}  // namespace signalbox
