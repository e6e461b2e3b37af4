// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace signalbox::net {

class Connection;

/// The connections of a shard that have more to do than one turn may do for them. They go on in the
/// next one, beside all others. One thread.
class NextTurn {
 public:
  /// The place that it has there, which is never 0.
  std::uint32_t add(Connection& connection) {
    waiting_.push_back(&connection);
    return static_cast<std::uint32_t>(waiting_.size());
  }

  /// The one at this place is no more, or elsewhere.
  void remove(std::uint32_t place) { waiting_[place - 1] = nullptr; }

  bool empty() const { return waiting_.empty(); }

  /// In the order in which they came; null: removed.
  std::vector<Connection*> take() { return std::exchange(waiting_, {}); }

 private:
  std::vector<Connection*> waiting_;
};

}  // namespace signalbox::net
