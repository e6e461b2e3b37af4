// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "app/resumption.hpp"
#include "app/waiting_login.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/token_bucket.hpp"
#include "signalbox/dialect/dialect.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/domain/peer.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::app {

class Worker;

/// One client's conversation with the server: its words become commands of the hub, the hub's
/// events become words to it. Where the client has asked for it, the conversation outlives its
/// WebSocket and goes on over the next one. Its worker's thread; it is the worker who destroys it,
/// on request of its own.
class Session final : public net::WebSocketHandler {
 public:
  Session(Worker& worker, net::WebSocket& socket, SessionId id, TimePoint now);

  void on_text(std::string_view text) override;
  void on_binary() override;
  void on_too_large() override;
  std::string ping_payload() override;
  void on_pong(std::string_view payload) override;
  TimePoint on_tick(TimePoint now) override;
  void on_closed(CloseReason reason) override;

  /// What another session has caused.
  void receive(const domain::Event& event);

  /// The client is to connect elsewhere after that time.
  void announce_drain(std::chrono::milliseconds after);

  /// The client has not come back in time.
  void expire() { end(CloseReason::not_resumed); }

  std::string name() const;

 private:
  void carry_out(const domain::Command& command);
  void log_in(const domain::Login& login, std::string_view text);
  void try_login(const domain::Login& login);
  void answer(const domain::Login& login, bool resumed);
  void log_out(const domain::Logout& logout);
  void make_way(SessionId newcomer);

  bool goes_on_elsewhere(const domain::Login& login, std::string_view text);
  bool resume(net::WebSocket& socket, const Secret& secret, const domain::Login& login);
  bool detach(CloseReason reason);
  void overflow(const domain::Event& event);
  void end(CloseReason reason);

  void count_taken();
  void refuse(const dialect::Refusal& refusal);
  template <class Message>
  const std::string& encode(const Message& message);
  void say(const std::string& text);
  bool has_room_for(const std::string& text) const;
  domain::MailBounds mail_bounds() const;

  Worker& worker_;
  net::WebSocket* socket_;                   ///< null: the client is away
  [[no_unique_address]] domain::Peer peer_;  // what follows takes the room it leaves
  std::uint32_t heard_count_ = 0;
  std::uint32_t said_count_ = 0;
  TokenBucket messages_;
  TokenBucket errors_;
  TimePoint begun_;
  std::unique_ptr<Resumption> resumption_;       ///< null: ends with its connection
  std::unique_ptr<WaitingLogin> waiting_login_;  ///< null: none is under way
};

}  // namespace signalbox::app
