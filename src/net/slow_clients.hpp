// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "signalbox/base/counter.hpp"
#include "signalbox/net/address_block.hpp"
#include "signalbox/net/address_shares.hpp"

namespace signalbox::net {

class Connection;

/// The connections of a shard for which something waits, because they take it more slowly than it
/// comes, and how much that is together. One thread.
class SlowClients {
 public:
  /// `most` bytes may wait for all of them. `waiting` tells how many do, and must outlive it.
  SlowClients(std::size_t most, Gauge& waiting) : most_(most), waiting_(waiting) {}

  /// From now on.
  void set_most(std::size_t most) { most_ = most; }

  /// Says what waits for this one, of a client at `block`. It counts as slow from the first time on
  /// until it is forgotten.
  void note(Connection& connection, const AddressBlock& block, std::size_t bytes);

  /// Nothing waits for it any more, or it has ended. Also for one that is not in here.
  void forget(const Connection& connection);

  /// While more waits than may: of the clients of the address for which most does, the one for
  /// which most does, already forgotten. Of several it is the one that has been slow for longest.
  /// Returns null if there is none.
  Connection* take_excess();

 private:
  struct Slow {
    std::uint64_t number;  ///< in the order in which they have become slow
    Connection* connection;

    friend bool operator<(const Slow& left, const Slow& right) {
      return left.number < right.number;
    }
  };
  using Shares = AddressShares<Slow>;

  std::size_t most_;
  Gauge& waiting_;  ///< bytes
  std::uint64_t last_number_ = 0;
  Shares shares_;
  std::unordered_map<const Connection*, Shares::Holder> holders_;
};

}  // namespace signalbox::net
