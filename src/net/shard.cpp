// SPDX-License-Identifier: MIT
// A turn waits for sockets, lets each ready connection read, then flushes every connection that was
// touched and destroys those that have ended. Connections that have had their share of a turn wait
// for the next one, and deadlines are looked at by a sweep over a dense array of times. Other
// threads hand work over through `io_context::post` alone.
#include "signalbox/net/shard.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <system_error>
#include <utility>

#include "net/connection.hpp"
#include "net/http/http_protocol.hpp"
#include "net/make_poller.hpp"
#include "net/proxy_protocol.hpp"
#include "net/shard_context.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::net {
namespace {

/// Read from one socket at a time. Larger ones empty a full socket buffer in fewer calls, smaller
/// ones stay in the cache; beyond 64 KiB nothing is gained on loopback.
constexpr std::size_t kScratch = std::size_t{64} * 1024;

/// A deadline is met within a quarter of the shortest of them, at most a second.
std::chrono::milliseconds sweep_interval(const Limits& limits) {
  using std::chrono::milliseconds;
  milliseconds shortest = std::min({limits.http_timeout, limits.login_timeout, limits.ping_interval,
                                    limits.write_timeout, limits.close_timeout});
  if (limits.resume_window.count() != 0) shortest = std::min(shortest, limits.resume_window);
  return std::clamp(shortest / 4, milliseconds(10), milliseconds(1000));
}

}  // namespace

Shard::Shard(const ShardParts& parts, std::size_t most_waiting, PollerKind poller)
    : io_(1),
      poller_(make_poller(poller, io_)),
      scratch_(std::make_unique<char[]>(kScratch + parts.limits.http_header_bytes + kReadPadding)),
      context_(std::make_unique<ShardContext>(parts, *poller_, most_waiting)),
      sweep_timer_(io_),
      stop_timer_(io_) {
  context_->scratch = {scratch_.get(), kScratch + parts.limits.http_header_bytes};
}

Shard::~Shard() = default;

void Shard::run(ClientPort& port) {
  port_ = &port;
  if (clockid_t clock{}; pthread_getcpuclockid(pthread_self(), &clock) == 0) cpu_clock_ = clock;
  sweep();
  while (!stopped_) {
    poller_->run_turn();
    end_turn();
  }
  for (auto& connection : connections_) connection->cut(CloseReason::shutdown);
  end_turn();
  cpu_clock_ = kNoClock;
}

const ShardMetrics& Shard::metrics() const { return context_->metrics; }

std::chrono::nanoseconds Shard::cpu_time() const {
  const clockid_t clock = cpu_clock_;
  timespec used{};
  if (clock == kNoClock || clock_gettime(clock, &used) != 0) return {};
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void Shard::adopt(int descriptor, const boost::asio::ip::tcp::endpoint& remote,
                  const std::shared_ptr<const TlsContext>& tls) {
  count_.fetch_add(1, std::memory_order_relaxed);
  boost::asio::dispatch(io_, [this, descriptor, remote, tls] { begin(descriptor, remote, tls); });
}

void Shard::begin(int descriptor, const boost::asio::ip::tcp::endpoint& remote,
                  const std::shared_ptr<const TlsContext>& tls) {
  context_->now = Clock::now();
  const bool has_header = context_->proxies.send_header;
  auto connection =
      std::make_unique<Connection>(descriptor, remote, *context_, has_header ? nullptr : tls.get());
  if (stopping_) return count_out(remote.address());
  context_->metrics.connections.add();
  Connection& begun = place(std::move(connection));
  try {
    if (has_header) {
      begun.start(std::make_unique<ProxyProtocol>(begun, *port_, tls));
    } else {
      begun.start(std::make_unique<http::HttpProtocol>(begun, *port_));
    }
  } catch (const std::system_error& error) {
    if (context_->shortage_lines.take(context_->now))
      spdlog::warn("a client is turned away: {}", error.what());
    begun.cut(CloseReason::internal_error);
  }
}

void Shard::take_over(std::unique_ptr<Connection> connection, Luggage luggage) {
  count_.fetch_add(1, std::memory_order_relaxed);
  boost::asio::post(
      io_, [this, connection = std::move(connection), luggage = std::move(luggage)]() mutable {
        context_->now = Clock::now();
        if (stopping_) return count_out(connection->address());
        Connection& arrived = place(std::move(connection));
        try {
          arrived.enter_shard(*context_, *port_, std::move(luggage));
        } catch (const std::system_error& error) {
          if (context_->shortage_lines.take(context_->now))
            spdlog::warn("a client is lost on its way to another thread: {}", error.what());
          arrived.cut(CloseReason::internal_error);
        }
      });
}

void Shard::wake() {
  if (waking_.exchange(true, std::memory_order_acq_rel)) return;
  boost::asio::post(io_, [this] {
    waking_.store(false, std::memory_order_release);
    port_->on_wake();
  });
}

void Shard::end_turn() {
  context_->now = Clock::now();
  // What ends here may give others something to send.
  while (!context_->touched.empty() || !context_->departures.empty()) {
    let_depart();
    std::swap(context_->touched, flushing_);
    for (Connection* connection : flushing_) {
      if (!connection->flush()) count_out(take(*connection)->address());
    }
    flushing_.clear();
  }
  if (!context_->next_turn.empty()) post_turns();
  context_->tls_buffers.begin_turn();
  context_->relay_timer.on_turn_end(context_->metrics.relay_time);
  if (stopping_ && connections_.empty()) stopped_ = true;
}

/// Those that had too much to do for one turn. It is one more handler of the loop, so that what has
/// come of others is looked at before these go on again.
void Shard::post_turns() {
  if (std::exchange(turns_posted_, true)) return;
  boost::asio::post(io_, [this] {
    turns_posted_ = false;
    for (Connection* const connection : context_->next_turn.take()) {
      if (connection != nullptr) connection->take_turn();
    }
  });
}

void Shard::let_depart() {
  for (Departure& departure : std::exchange(context_->departures, {})) {
    departure.connection->leave_shard();
    departure.to->take_over(take(*departure.connection), std::move(departure.luggage));
    count_.fetch_sub(1, std::memory_order_relaxed);
  }
}

Connection& Shard::place(std::unique_ptr<Connection> connection) {
  connection->place = connections_.size();
  connections_.push_back(std::move(connection));
  context_->due.push_back(context_->now);
  return *connections_.back();
}

std::unique_ptr<Connection> Shard::take(Connection& connection) {
  std::erase_if(context_->departures,
                [&](const Departure& departure) { return departure.connection == &connection; });
  const std::size_t place = connection.place;
  std::swap(connections_[place], connections_.back());
  connections_[place]->place = place;
  std::unique_ptr<Connection> taken = std::move(connections_.back());
  connections_.pop_back();
  context_->due[place] = context_->due.back();
  context_->due.pop_back();
  return taken;
}

void Shard::count_out(const boost::asio::ip::address& address) {
  context_->census.leave(address);
  // After it: where a client has been seen to be gone, its address has room.
  count_.fetch_sub(1, std::memory_order_relaxed);
}

void Shard::sweep() {
  context_->now = Clock::now();
  port_->on_tick(context_->now);
  for (std::size_t place = 0; place < connections_.size(); ++place) {
    TimePoint& due = context_->due[place];
    if (due <= context_->now) due = connections_[place]->tick(context_->now);
  }
  sweep_timer_.expires_after(sweep_interval(context_->limits));
  sweep_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    context_->metrics.loop_lag.add(Clock::now() - sweep_timer_.expiry());
    sweep();
  });
}

const Limits& Shard::limits() const { return context_->limits; }

void Shard::set_limits(const Limits& limits, std::size_t most_waiting) {
  context_->limits = limits;
  context_->slow_clients.set_most(most_waiting);
  context_->unfinished.set_most(most_waiting);
  // A deadline may be nearer now than when it was put down.
  std::ranges::fill(context_->due, TimePoint::min());
}

void Shard::drain_to(std::size_t most) {
  boost::asio::post(io_, [this, most] {
    const auto is_open = [](const auto& connection) { return !connection->is_finishing(); };
    auto open = static_cast<std::size_t>(std::ranges::count_if(connections_, is_open));
    for (auto& connection : connections_) {
      if (open <= most) return;
      if (!is_open(connection)) continue;
      connection->finish(CloseReason::drained);
      --open;
    }
  });
}

void Shard::stop() {
  boost::asio::post(io_, [this] { begin_stop(); });
}

void Shard::begin_stop() {
  if (stopping_) return;
  stopping_ = true;
  for (auto& connection : connections_) connection->finish(CloseReason::shutdown);
  stop_timer_.expires_after(context_->limits.close_timeout);
  stop_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) stopped_ = true;
  });
}

}  // namespace signalbox::net
