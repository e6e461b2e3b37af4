// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "signalbox/base/drain_plan.hpp"

namespace signalbox::net {
class Shard;
}

namespace signalbox::app {

class Worker;

/// Empties the server before it stops: tells the clients to connect elsewhere, then sends away who
/// is left. One thread, that of `io`.
class Draining {
 public:
  using Shards = std::vector<std::unique_ptr<net::Shard>>;
  using Workers = std::vector<std::unique_ptr<Worker>>;

  /// Worker and shard of one number belong together; all must outlive `io`'s last turn.
  Draining(boost::asio::io_context& io, const Shards& shards, const Workers& workers)
      : shards_(shards), workers_(workers), timer_(io) {}

  /// `done` is called when nobody is left, at the latest after `duration`.
  void begin(std::chrono::milliseconds duration, std::function<void()> done);

  bool has_begun() const { return plan_.has_value(); }

 private:
  void step();

  const Shards& shards_;
  const Workers& workers_;
  boost::asio::steady_timer timer_;
  std::optional<DrainPlan> plan_;
  std::vector<std::size_t> counts_;  ///< of connections at the beginning, by shard
  std::function<void()> done_;
};

}  // namespace signalbox::app
