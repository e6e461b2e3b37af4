// SPDX-License-Identifier: MIT
#include "histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace signalbox::bench {
namespace {

/// Each power of two is cut into this many buckets.
constexpr unsigned kBits = 6;
constexpr std::uint64_t kParts = 1U << kBits;
/// 2^42 ns is more than an hour.
constexpr std::size_t kBuckets = (42 - kBits + 1) * kParts;

std::size_t bucket_of(std::uint64_t value) {
  if (value < kParts) return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
  return std::min<std::size_t>(kBuckets - 1, shift * kParts + (value >> shift));
}

/// The middle of what falls into a bucket.
std::uint64_t value_of(std::size_t bucket) {
  if (bucket < 2 * kParts) return bucket;
  const std::size_t shift = bucket / kParts - 1;
  return ((bucket % kParts + kParts) << shift) + (std::uint64_t{1} << shift) / 2;
}

}  // namespace

Histogram::Histogram() : buckets_(kBuckets) {}

void Histogram::add(std::chrono::nanoseconds duration) {
  const auto value = std::max<std::int64_t>(0, duration.count());
  ++buckets_[bucket_of(static_cast<std::uint64_t>(value))];
  ++count_;
  longest_ = std::max(longest_, duration);
}

void Histogram::clear() {
  std::ranges::fill(buckets_, 0);
  count_ = 0;
  longest_ = {};
}

std::chrono::nanoseconds Histogram::percentile(double share) const {
  if (count_ == 0) return {};
  const auto wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen < std::max<std::uint64_t>(wanted, 1)) continue;
    return std::min(longest_, std::chrono::nanoseconds(value_of(i)));
  }
  return longest_;
}

}  // namespace signalbox::bench
