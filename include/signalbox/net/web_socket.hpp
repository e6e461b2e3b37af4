// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/close_reason.hpp"

namespace signalbox::net {

/// A client's end of a WebSocket, to speak to. Its shard's thread only.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  /// Queues one text message. A client for whom too much waits is cut, at the end of the turn;
  /// never blocks, never calls back.
  virtual void send_text(std::string_view text) = 0;

  /// Says goodbye with the reason's close code, at the end of the turn.
  virtual void close(CloseReason reason) = 0;

  virtual std::string remote_address() const = 0;
};

/// Hears what a client says. Every call comes from the shard's thread.
class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;

  /// One whole message of valid UTF-8, with `kReadPadding` readable bytes behind it. Valid during
  /// the call.
  virtual void on_text(std::string_view text) = 0;
  virtual void on_binary() = 0;
  /// A message over the limit was skipped.
  virtual void on_too_large() = 0;

  /// For deadlines: says when it is to be called next, and is, at most about a second later.
  virtual TimePoint on_tick(TimePoint now) = 0;

  /// The last call: the handler may destroy itself in it. The WebSocket is of no more use.
  virtual void on_closed(CloseReason reason) = 0;
};

}  // namespace signalbox::net
