// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/connection.hpp"
#include "net/protocol.hpp"
#include "net/websocket/frame_parser.hpp"
#include "net/websocket/heartbeat.hpp"
#include "signalbox/net/client_port.hpp"

namespace signalbox::net::websocket {

/// RFC 6455 on one connection, after the handshake.
class WebSocketProtocol final : public Protocol, public WebSocket {
 public:
  WebSocketProtocol(Connection& connection, ClientPort& port);

  Taken on_bytes(std::span<char> bytes) override;
  void on_finish(CloseReason reason) override;
  TimePoint on_tick(TimePoint now) override;
  void on_moved(ClientPort& port, std::string_view text, const Conduct& conduct) override;
  void on_end(CloseReason reason) override;

  void send_text(std::string_view text) override;
  std::optional<Limit> used_up(OutboxShare share) override;
  void close(CloseReason reason) override;
  void ping() override;
  void pause_reading(bool paused) override { connection_.pause_reading(paused); }
  void set_known(bool is_known) override { is_known_ = is_known; }
  void tick_soon() override { connection_.tick_soon(); }
  void set_handler(WebSocketHandler* handler) override { handler_ = handler; }
  void move_to(Shard& shard, std::string_view text, const Conduct& conduct) override;
  std::string_view opening() const override { return connection_.opening(); }
  std::string remote_address() const override { return connection_.remote_address(); }
  std::string logged_address() const override { return connection_.logged_address(); }
  AddressBlock address_block() const override { return block_of(connection_.address()); }

 private:
  /// Returns false if nothing more is to be read.
  bool handle(const Frame& frame);
  std::size_t most_message() const;
  void handle_close(const Frame& frame);
  void tell_closed(CloseReason reason);

  Connection& connection_;
  WebSocketHandler* handler_;                  ///< null: nobody is to hear any more
  std::unique_ptr<FrameParser> parser_;        ///< null: not in the middle of a message
  [[no_unique_address]] Heartbeat heartbeat_;  // what follows takes the room it leaves
  std::uint16_t answered_close_code_ = 0;      ///< 0: the client has not said goodbye
  bool is_known_ = false;                      ///< has logged in
  bool closing_ = false;                       ///< nothing that the client says counts any more
  bool failed_ = false;                        ///< not even its goodbye: RFC 6455 section 7.1.7
};

}  // namespace signalbox::net::websocket
