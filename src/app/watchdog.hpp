// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace signalbox {
class Supervisor;
}

namespace signalbox::net {
class Shard;
}

namespace signalbox::app {

/// Tells the supervisor that every shard's loop turns, as long as that is so: one that hangs
/// ends the telling, and the supervisor starts the server anew. The first shard's thread.
class Watchdog {
 public:
  using Shards = std::vector<std::unique_ptr<net::Shard>>;

  /// All must outlive the watchdog.
  Watchdog(const Shards& shards, const Supervisor& supervisor);

  /// Does nothing where nobody watches.
  void start();

 private:
  void beat();

  const Shards& shards_;
  const Supervisor& supervisor_;
  boost::asio::steady_timer timer_;
  std::chrono::microseconds interval_{0};
  std::atomic<std::size_t> silent_{0};  ///< shards that have not answered since the last beat
};

}  // namespace signalbox::app
