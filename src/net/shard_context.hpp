// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "net/luggage.hpp"
#include "net/next_turn.hpp"
#include "net/outbox.hpp"
#include "net/poller.hpp"
#include "net/relay_timer.hpp"
#include "net/slow_clients.hpp"
#include "net/tls/tls_session.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/limits.hpp"
#include "signalbox/base/line_limit.hpp"
#include "signalbox/base/log_addresses.hpp"
#include "signalbox/base/reverse_proxies.hpp"
#include "signalbox/net/address_census.hpp"
#include "signalbox/net/shard_metrics.hpp"
#include "signalbox/net/shard_parts.hpp"

namespace signalbox::net {

class Connection;
class Shard;

/// A connection that goes on at another shard.
struct Departure {
  Connection* connection;
  Shard* to;
  Luggage luggage;
};

/// What the connections of a shard share, all of it the shard's thread's.
class ShardContext {
 public:
  ShardContext(const ShardParts& parts, Poller& the_poller, std::size_t most_waiting)
      : limits(parts.limits),
        proxies(parts.proxies),
        census(parts.census),
        log_addresses(parts.log_addresses),
        poller(the_poller),
        slow_clients(most_waiting, metrics.outbox_bytes),
        unfinished(most_waiting, metrics.unfinished_bytes) {}

  Limits limits;  ///< as they are now
  const ReverseProxies& proxies;
  AddressCensus& census;
  LogAddresses log_addresses;
  Poller& poller;
  BufferPool buffers;
  ShardMetrics metrics;
  RelayTimer relay_timer;
  TlsBuffers tls_buffers{buffers, metrics};
  SlowClients slow_clients;
  SlowClients unfinished;  ///< those in the middle of a message, and what is kept of it
  /// Every socket is read into this; `kReadPadding` readable bytes follow it.
  std::span<char> scratch;
  TimePoint now = Clock::now();  ///< of this turn
  /// When each connection is to be looked at by the sweep, by its place: all that a sweep reads of
  /// connections that have nothing due.
  std::vector<TimePoint> due;
  LineLimit bug_lines;
  LineLimit shortage_lines;
  bool has_refused_header = false;  ///< of a proxy, and said so
  NextTurn next_turn;
  std::vector<Connection*> touched;   ///< to be flushed at the end of this turn
  std::vector<Departure> departures;  ///< at the end of this turn
};

}  // namespace signalbox::net
