// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "signalbox/base/close_reason.hpp"

namespace signalbox::app {

class Worker;

/// What is done once a minute. The log hears how many connections have ended of which it has no
/// line at `info`: those that were not logged in, because strangers can make any number of them,
/// and those that came too fast. Memory that a crowd has left unused goes back to the system. One
/// thread, that of `io`.
class Housekeeping {
 public:
  using Workers = std::vector<std::unique_ptr<Worker>>;

  /// `workers` must outlive `io`'s last turn.
  Housekeeping(boost::asio::io_context& io, const Workers& workers);

  void start();

  /// Says what has ended since it was said last; nothing if that is nothing.
  void say_ends();

 private:
  static constexpr std::chrono::minutes kInterval{1};

  const Workers& workers_;
  boost::asio::steady_timer timer_;
  std::array<std::uint64_t, kCloseReasons.size()> said_ends_{};
  std::uint64_t said_left_out_ = 0;
};

}  // namespace signalbox::app
