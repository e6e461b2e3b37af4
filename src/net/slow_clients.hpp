// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>

#include "signalbox/base/counter.hpp"

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

  /// Says what waits for this one. It counts as slow from the first time on until it is forgotten.
  void note(Connection& connection, std::size_t bytes);

  /// Nothing waits for it any more, or it has ended. Also for one that is not in here.
  void forget(const Connection& connection);

  /// While more waits than may: who has been slow for longest, already forgotten. Null: nobody.
  Connection* take_excess();

 private:
  struct Waiting {
    Connection* connection;
    std::size_t bytes;
  };

  std::size_t most_;
  Gauge& waiting_;             ///< bytes
  std::list<Waiting> by_age_;  ///< who has been slow for longest is the first
  std::unordered_map<const Connection*, std::list<Waiting>::iterator> places_;
};

}  // namespace signalbox::net
