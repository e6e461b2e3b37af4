// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <tuple>

namespace signalbox {

/// Names one session for as long as the server runs: a slot is used again, with another
/// generation, so that an id which outlived its session finds nobody rather than somebody else.
struct SessionId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  ///< 0: no session
  std::uint16_t shard = 0;

  friend bool operator==(const SessionId&, const SessionId&) = default;
  friend bool operator<(const SessionId& left, const SessionId& right) {
    return std::tie(left.slot, left.generation, left.shard) <
           std::tie(right.slot, right.generation, right.shard);
  }
  explicit operator bool() const { return generation != 0; }
};

}  // namespace signalbox
