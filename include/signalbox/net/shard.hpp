// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <vector>

#include "signalbox/base/limits.hpp"
#include "signalbox/net/client_port.hpp"
#include "signalbox/net/poller_kind.hpp"
#include "signalbox/net/shard_metrics.hpp"
#include "signalbox/net/shard_parts.hpp"
#include "signalbox/net/tls_context.hpp"

namespace signalbox::net {

class Connection;
struct Luggage;
class Poller;
class ShardContext;

/// A thread's loop and the connections that live on it. They are touched by that thread only;
/// what other threads may call says so.
class Shard {
 public:
  /// `most_waiting` bytes may wait for all its clients together.
  Shard(const ShardParts& parts, std::size_t most_waiting, PollerKind poller);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  Shard(Shard&&) = delete;
  Shard& operator=(Shard&&) = delete;

  /// Serves until stopped. `port` hears everything from this thread.
  void run(ClientPort& port);

  /// Any thread: takes a connected, non-blocking socket over, whose client has entered the census
  /// and leaves it when the connection ends. `tls` is null where clients speak
  /// without it.
  void adopt(int descriptor, const boost::asio::ip::tcp::endpoint& remote,
             const std::shared_ptr<const TlsContext>& tls);

  /// Any thread: a connection goes on here.
  void take_over(std::unique_ptr<Connection> connection, Luggage luggage);

  /// Any thread: `on_wake` will be called soon.
  void wake();

  /// Any thread: says goodbye to as many connections as are more than `most`.
  void drain_to(std::size_t most);

  /// Any thread: says goodbye to all connections, and `run` returns when they have ended, at the
  /// latest after the close timeout.
  void stop();

  /// Any thread.
  std::size_t connections() const { return count_.load(std::memory_order_relaxed); }

  /// Any thread.
  const ShardMetrics& metrics() const;

  /// Any thread: what the shard's thread has used of a core since it began. Zero: it does not run.
  std::chrono::nanoseconds cpu_time() const;
  /// Those of now, for as long as the shard lives. This thread.
  const Limits& limits() const;

  /// This thread: holds for the connections that are there too, from the next sweep on where they
  /// have deadlines.
  void set_limits(const Limits& limits, std::size_t most_waiting);

  /// Work that belongs to this thread and has no other place: accepting, signals.
  boost::asio::io_context& io() { return io_; }

 private:
  static constexpr clockid_t kNoClock = -1;

  void begin(int descriptor, const boost::asio::ip::tcp::endpoint& remote,
             const std::shared_ptr<const TlsContext>& tls);
  void end_turn();
  Connection& place(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> take(Connection& connection);
  void post_turns();
  void let_depart();
  void count_out(const boost::asio::ip::address& address);
  void sweep();
  void begin_stop();

  boost::asio::io_context io_;
  std::unique_ptr<Poller> poller_;
  std::unique_ptr<char[]> scratch_;
  std::unique_ptr<ShardContext> context_;
  ClientPort* port_ = nullptr;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> flushing_;  ///< of `end_turn`, kept for its memory
  boost::asio::steady_timer sweep_timer_;
  boost::asio::steady_timer stop_timer_;
  std::atomic<std::size_t> count_{0};  ///< with those that are on their way to this thread
  std::atomic<bool> waking_{false};
  std::atomic<clockid_t> cpu_clock_{kNoClock};
  bool turns_posted_ = false;
  bool stopping_ = false;
  bool stopped_ = false;
};

}  // namespace signalbox::net
