// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/common.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/session/expiry.hpp"
#include "app/session/login_record.hpp"
#include "app/session/resumption.hpp"
#include "app/session/session_report.hpp"
#include "app/session/waiting_sessions.hpp"
#include "signalbox/auth/authenticator.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "signalbox/base/token_bucket.hpp"
#include "signalbox/dialect/dialect.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/domain/participant.hpp"
#include "signalbox/net/address_shares.hpp"
#include "signalbox/net/conduct.hpp"
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
  void on_arrival(std::string_view text, const net::Conduct& conduct) override;
  void on_binary() override;
  void on_too_large() override;
  bool take_frame() override;
  std::string ping_payload() override;
  void on_pong(std::string_view payload) override;
  TimePoint on_tick(TimePoint now) override;
  void on_closed(CloseReason reason) override;

  /// What another session has caused.
  void receive(const domain::Event& event);

  /// The client is to connect elsewhere after that time.
  void announce_drain(std::chrono::milliseconds after);

  /// What the application's server says of the login that it was asked about.
  void on_verdict(const auth::Verdict& verdict);

  /// Tells the application's server that the client is gone, if that knows of the client.
  void tell_end(std::string_view reason);

  /// The client has not come back in time.
  void expire();

  /// The operator wants the client to be gone.
  void kick() { dismiss(CloseReason::kicked); }

  /// Adds what is kept for the client to what is kept for all, if anything is.
  void count_mail(net::AddressShares<SessionId>& shares) const;

  /// Forgets what is kept for the client: it takes too much of what is for all. While the client is
  /// away, the session ends with the next tick.
  void give_up_mail();

  SessionReport report() const;

  std::string name() const;

 private:
  void hold_back(std::string_view what, std::uint64_t rate);
  void carry_out(const dialect::Request& request);
  void relay(const domain::Relay& wanted);
  void log_in(const domain::Login& said, std::string_view text);
  std::optional<Failure> check_login_rate();
  std::optional<Failure> check_failures();
  void count_failure();
  std::optional<Failure> authenticate(const domain::Login& login, auth::Admission& admission);
  std::string_view token_of(const domain::Login& login) const;
  void ask_application(const domain::Login& login);
  bool is_asking() const { return login_.is_waiting() && !self_.waits_for_name; }
  void try_login(const domain::Login& login);
  bool turns_away(const domain::Login& login);
  void refuse_login(const domain::Login& login, Failure failure);
  void answer(const domain::Login& login, bool resumed);
  void log_out(const domain::Logout& logout);
  void make_way(SessionId newcomer);
  void dismiss(CloseReason reason);

  bool moves_to(SessionId earlier, std::string_view text);
  void go_on_as(SessionId earlier);
  bool belongs_to(const Secret& secret, const domain::Login& login) const;
  bool resume(const Session& newcomer, const domain::Login& login);
  bool detach(CloseReason reason);
  WaitingSession as_waiting() const;
  void end(CloseReason reason);
  void log_end(CloseReason reason);
  spdlog::level::level_enum level_of_line() const;
  std::chrono::seconds age() const;

  void count_taken();
  void count_heard(const domain::Event& event);
  void count_said();
  void count_unread(bool is_login = false);
  void refuse_unread(const dialect::Refusal& refusal);
  void refuse(const dialect::Refusal& refusal, float strikes = 1);
  template <class Message>
  const std::string& encode(const Message& message);
  void say(const std::string& text, SessionId sender = {});
  std::optional<Limit> limit_passed_by(const domain::Event& event);
  std::optional<Limit> share_passed_by(const domain::Event& event, std::size_t size);
  bool is_out_of_reach() const;
  void turn_away(const domain::Event& event, Limit passed);
  domain::MailBounds mail_bounds() const;
  std::uint32_t message_rate() const;
  std::uint32_t message_burst() const;
  dialect::IceServerList ice_servers() const;

  Worker& worker_;
  net::WebSocket* socket_;                          ///< null: the client is away
  [[no_unique_address]] domain::Participant self_;  // what follows takes the room it leaves
  bool has_moved_ = false;  ///< to this thread, for a session that was not here
  std::uint32_t heard_count_ = 0;
  std::uint32_t said_count_ = 0;
  TokenBucket messages_;
  TokenBucket errors_;
  Expiry expiry_;  ///< of the login
  TimePoint begun_;
  std::unique_ptr<Resumption> resumption_;  ///< null: ends with its connection
  LoginRecord login_;
};

}  // namespace signalbox::app
