// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/base/histogram.hpp"
#include "signalbox/base/limit_hits.hpp"

namespace signalbox::net {

using std::chrono_literals::operator""us;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

/// Of what a thread does in one turn of its loop.
inline constexpr Histogram::Bounds kTurnBounds{10us, 25us, 50us, 100us, 250us, 500us, 1ms, 2500us,
                                               5ms,  10ms, 25ms, 50ms,  100ms, 250ms, 1s};

/// What a shard counts. Its thread counts, any thread reads.
struct ShardMetrics {
  static constexpr std::size_t kStatusClasses = 5;  ///< of HTTP: 1xx to 5xx

  Counter connections;  ///< all that came from the acceptor
  std::array<Counter, kCloseReasons.size()> ends;
  LimitHits limit_hits;    ///< of those that no end tells apart
  Gauge outbox_bytes;      ///< that wait for clients who take them more slowly than they come
  Gauge unfinished_bytes;  ///< of messages that have not come whole
  Counter received_bytes;  ///< these two without what TLS adds
  Counter sent_bytes;
  std::array<Counter, kStatusClasses> http_responses;
  Counter tls_handshakes;
  Counter tls_failures;             ///< connections that ended within their handshake
  Histogram loop_lag{kTurnBounds};  ///< how late the sweep's timer was noticed
  /// From reading what a client has sent until all that came of it on this thread is sent; taken
  /// for one reading in `RelayTimer::kEvery`.
  Histogram relay_time{kTurnBounds};
};

}  // namespace signalbox::net
