// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "net/outbox.hpp"
#include "net/poller.hpp"
#include "net/protocol.hpp"
#include "net/tls_session.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/limits.hpp"
#include "signalbox/base/reverse_proxies.hpp"

namespace signalbox::net {

class Connection;
class Shard;

/// A connection that goes on at another shard.
struct Departure {
  Connection* connection;
  Shard* to;
  std::string text;  ///< the message for which it goes
};

/// What the connections of a shard share, all of it the shard's thread's.
class ShardContext {
 public:
  ShardContext(const Limits& the_limits, const ReverseProxies& the_proxies, Poller& the_poller)
      : limits(the_limits), proxies(the_proxies), poller(the_poller) {}

  const Limits& limits;
  const ReverseProxies& proxies;
  Poller& poller;
  BufferPool buffers;
  TlsBuffers tls_buffers{buffers};
  /// Every socket is read into this; `kReadPadding` readable bytes follow it.
  std::span<char> scratch;
  TimePoint now = Clock::now();  ///< of this turn
  /// When each connection is to be looked at by the sweep, by its place: all that a sweep reads of
  /// connections that have nothing due.
  std::vector<TimePoint> due;
  /// Takes over from the protocol that sets it, when that returns from on_bytes.
  std::unique_ptr<Protocol> next_protocol;
  bool has_refused_header = false;    ///< of a proxy, and said so
  std::vector<Connection*> touched;   ///< to be flushed at the end of this turn
  std::vector<Departure> departures;  ///< at the end of this turn
};

}  // namespace signalbox::net
