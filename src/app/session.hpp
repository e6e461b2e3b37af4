// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/token_bucket.hpp"
#include "signalbox/dialect/dialect.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/domain/peer.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::app {

class Worker;

/// One client's conversation with the server: its words become commands of the hub, the hub's
/// events become words to it. Its worker's thread.
class Session final : public net::WebSocketHandler {
 public:
  Session(Worker& worker, net::WebSocket& socket, SessionId id, TimePoint now);

  void on_text(std::string_view text) override;
  void on_binary() override;
  void on_too_large() override;
  TimePoint on_tick(TimePoint now) override;
  void on_closed(CloseReason reason) override;

  /// What another session has caused.
  void receive(const domain::Event& event);

  std::string name() const;

 private:
  void carry_out(const domain::Command& command);
  void refuse(const dialect::Refusal& refusal);
  template <class Message>
  void say(const Message& message);

  Worker& worker_;
  net::WebSocket& socket_;
  domain::Peer peer_;
  TimePoint begun_;
  TokenBucket messages_;
  TokenBucket errors_;
  std::uint32_t heard_count_ = 0;
  std::uint32_t said_count_ = 0;
};

}  // namespace signalbox::app
