// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "signalbox/net/address_block.hpp"
#include "signalbox/net/conduct.hpp"

namespace signalbox::net {

class Shard;
class WebSocketHandler;

/// Of what may wait to be sent to a client.
enum class OutboxShare : std::uint8_t { half = 1, quarter = 2 };  ///< powers of two

/// A client's end of a WebSocket, to speak to. Its shard's thread only.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  /// Queues one text message. A client for whom too much waits is cut, at the end of the turn;
  /// never blocks, never calls back.
  virtual void send_text(std::string_view text) = 0;

  /// Returns the limit by which that share of what may wait for the client is used up, even after
  /// what it takes at once has been sent; nullopt if there is room. What others send to it can be
  /// refused.
  virtual std::optional<Limit> used_up(OutboxShare share) = 0;

  /// Says goodbye with the reason's close code, at the end of the turn.
  virtual void close(CloseReason reason) = 0;

  /// Sends a ping with what its handler has for it (RFC 6455 section 5.5.2).
  virtual void ping() = 0;

  /// While paused nothing is read of the client, whom TCP so slows down, and on_tick is called by
  /// every sweep, to take reading up again.
  virtual void pause_reading(bool paused) = 0;

  /// Whether its client has logged in: before that it may send short messages only.
  virtual void set_known(bool is_known) = 0;

  /// on_tick is called by the next sweep, because there is a deadline that it has not told.
  virtual void tick_soon() = 0;

  /// Who hears the client from now on, in place of the former handler, which is told nothing and
  /// may be destroyed. With null nobody hears it; then `close` must follow.
  virtual void set_handler(WebSocketHandler* handler) = 0;

  /// Moves to another shard's thread at the end of the turn: that shard's port opens a handler for
  /// it, whose `on_arrival` hears both. The former handler is told nothing and may be destroyed.
  virtual void move_to(Shard& shard, std::string_view text, const Conduct& conduct) = 0;

  /// What ClientPort::welcome has kept of the request that opened it (RFC 6455 section 4.1).
  virtual std::string_view opening() const = 0;
  virtual std::string remote_address() const = 0;
  /// As much of it as the log may know.
  virtual std::string logged_address() const = 0;
  virtual AddressBlock address_block() const = 0;
};

/// Hears what a client says. Every call comes from the shard's thread.
class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;

  /// One whole message of valid UTF-8, with `kReadPadding` readable bytes behind it. Valid during
  /// the call.
  virtual void on_text(std::string_view text) = 0;
  /// The first call where the client has moved here: for the sake of this message, after that
  /// conduct.
  virtual void on_arrival(std::string_view text, const Conduct& conduct) = 0;
  virtual void on_binary() = 0;
  /// A message over the limit was skipped.
  virtual void on_too_large() = 0;

  /// A frame that is no message has come: a ping, a pong, or a part of a message but its last.
  /// Returns false if they come too fast, and a ping or pong is dropped.
  virtual bool take_frame() = 0;

  /// What the next ping carries, 125 bytes at most. Comes back in `on_pong`.
  virtual std::string ping_payload() = 0;
  /// Of a ping, or what the client has made up.
  virtual void on_pong(std::string_view payload) = 0;

  /// For deadlines: says when it is to be called next, and is, at most about a second later.
  virtual TimePoint on_tick(TimePoint now) = 0;

  /// The last call: the handler may destroy itself in it. The WebSocket is of no more use.
  virtual void on_closed(CloseReason reason) = 0;
};

}  // namespace signalbox::net
