// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/net/conduct.hpp"

namespace signalbox::net {

class ClientPort;

class Protocol;

/// What a protocol makes of the bytes that it is given.
struct Taken {
  std::size_t bytes;  ///< off the front
  std::unique_ptr<Protocol>
      successor{};  ///< what the bytes behind them mean; null: this one goes on
};

/// What a connection's bytes mean: HTTP at first, WebSocket after an upgrade. One thread.
class Protocol {
 public:
  virtual ~Protocol() = default;

  /// Takes bytes off the front; the rest comes again in front of the next ones, or goes to the
  /// successor at once. They may be changed. `kReadPadding` readable bytes follow them.
  virtual Taken on_bytes(std::span<char> bytes) = 0;

  /// All that was sent is with the kernel.
  virtual void on_drained() {}

  /// The turn after `Connection::wait_for_turn`; what has come meanwhile is given to `on_bytes`
  /// next.
  virtual void on_turn() {}

  /// The connection is to end, as the server decided: say so, if the protocol has words for it.
  virtual void on_finish(CloseReason reason) = 0;

  /// For deadlines: says when it is to be called next, and is, at most about a second later.
  virtual TimePoint on_tick(TimePoint now) = 0;

  /// Its connection has moved to another shard, whose clients are `port`'s; `text` is the message
  /// for which it did.
  virtual void on_moved(ClientPort& port, std::string_view text, const Conduct& conduct) = 0;

  /// The last call.
  virtual void on_end(CloseReason reason) = 0;
};

}  // namespace signalbox::net
