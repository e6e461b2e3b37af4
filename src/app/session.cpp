// SPDX-License-Identifier: MIT
#include "app/session.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>
#include <variant>

#include "app/resume_token.hpp"
#include "app/router.hpp"
#include "app/worker.hpp"

namespace signalbox::app {
namespace {

using std::chrono::seconds;

/// What a well-behaved client can meet is no sign of abuse.
bool is_clients_fault(ErrorCode code) {
  switch (code) {
    case ErrorCode::user_unavailable:
    case ErrorCode::username_taken:
    case ErrorCode::busy:
    case ErrorCode::unavailable:
      return false;
    default:
      return true;
  }
}

}  // namespace

Session::Session(Worker& worker, net::WebSocket& socket, SessionId id, TimePoint now)
    : worker_(worker),
      socket_(&socket),
      peer_{.id = id},
      messages_(worker.limits().message_burst, now),
      errors_(worker.limits().error_burst, now),
      begun_(now) {}

void Session::on_text(std::string_view text) {
  ++heard_count_;
  const Limits& limits = worker_.limits();
  if (limits.message_rate != 0 && !messages_.take(limits.message_rate, limits.message_burst,
                                                  [this] { return worker_.now(); })) {
    count_taken();
    return refuse({{ErrorCode::rate_limited,
                    fmt::format("more than {} messages a second: this one was dropped, send fewer",
                                limits.message_rate)}});
  }
  const auto decoded = worker_.dialect().decode(text);
  if (const auto* refusal = std::get_if<dialect::Refusal>(&decoded)) {
    if (!refusal->of_login) count_taken();
    return refuse(*refusal);
  }
  const auto& command = std::get<domain::Command>(decoded);
  if (const auto* login = std::get_if<domain::Login>(&command)) return log_in(*login, text);
  count_taken();
  carry_out(command);
}

void Session::carry_out(const domain::Command& command) {
  if (auto failure = worker_.hub().handle(peer_, command)) {
    return refuse(worker_.dialect().refuse(command, std::move(*failure)));
  }
  if (const auto* ping = std::get_if<domain::Ping>(&command)) say(encode(*ping));
  if (const auto* question = std::get_if<domain::AskIceServers>(&command)) {
    say(encode(dialect::IceAnswer{worker_.ice_servers().of(peer_.username), question->id}));
  }
  if (const auto* logout = std::get_if<domain::Logout>(&command)) log_out(*logout);
}

void Session::log_in(const domain::Login& login, std::string_view text) {
  if (waiting_login_) {
    return refuse(worker_.dialect().refuse(
        login, {ErrorCode::already_logged_in, "a login is under way: wait for its answer"}));
  }
  if (peer_.username.empty() && goes_on_elsewhere(login, text)) return;
  try_login(login);
}

void Session::try_login(const domain::Login& login) {
  if (auto failure = worker_.hub().handle(peer_, login)) {
    return refuse(worker_.dialect().refuse(login, std::move(*failure)));
  }
  if (peer_.waits_for_name) {
    waiting_login_ = std::make_unique<WaitingLogin>(login);
    return;
  }
  spdlog::debug("session {} is logged in as '{}'", name(), peer_.username);
  if (login.wants_resume && worker_.limits().resume_window.count() != 0) {
    resumption_ = std::make_unique<Resumption>();
  }
  answer(login, /*resumed=*/false);
}

/// Answers to logins are no part of what is counted and kept.
void Session::answer(const domain::Login& login, bool resumed) {
  const std::string name = this->name();
  dialect::LoginAnswer answer{.username = peer_.username,
                              .session = name,
                              .id = login.id,
                              .ice = worker_.ice_servers().of(peer_.username)};
  std::string token;
  if (resumption_) {
    token = ResumeToken{peer_.id, resumption_->secret}.text();
    answer.resume = {.token = token,
                     .window = std::chrono::floor<seconds>(worker_.limits().resume_window)};
    answer.received = resumption_->delivery.taken();
  }
  if (login.resume) answer.resumed = resumed;
  ++said_count_;
  socket_->send_text(encode(answer));
}

/// What is still on its way to the client that has logged out must not reach the next one.
void Session::log_out(const domain::Logout& logout) {
  spdlog::debug("session {} has logged out", name());
  resumption_.reset();
  peer_.id = worker_.renew(peer_.id);
  begun_ = worker_.now();
  say(encode(logout));
}

/// Somebody else has logged in with this client's name.
void Session::make_way(SessionId newcomer) {
  const SessionId id = peer_.id;
  Worker& worker = worker_;
  if (socket_ != nullptr) {
    socket_->set_handler(nullptr);
    socket_->close(CloseReason::replaced);
  }
  end(CloseReason::replaced);
  worker.hub().vacate(id, newcomer);
}

void Session::on_binary() {
  count_taken();
  refuse({{ErrorCode::invalid_message, "binary messages mean nothing here: send text"}});
}

void Session::on_too_large() {
  count_taken();
  refuse({{ErrorCode::too_large, fmt::format("a message has {} bytes at most: this one was dropped",
                                             worker_.limits().message_bytes)}});
}

TimePoint Session::on_tick(TimePoint now) {
  if (!peer_.username.empty()) return TimePoint::max();
  const TimePoint deadline = begun_ + worker_.limits().login_timeout;
  if (now >= deadline) socket_->close(CloseReason::login_timeout);
  return deadline;
}

void Session::on_closed(CloseReason reason) {
  if (!detach(reason)) end(reason);
}

void Session::receive(const domain::Event& event) {
  if (event.kind == domain::Event::Kind::evicted) return make_way(event.from);
  const bool is_heard = worker_.hub().receive(peer_, event);
  if (event.kind == domain::Event::Kind::vacated && waiting_login_) {
    const auto login = std::move(waiting_login_);
    return try_login(login->read());
  }
  if (!is_heard) return;
  const std::string& text = encode(event);
  if (!has_room_for(text)) return overflow(event);
  say(text);
  worker_.hub().acknowledge(peer_.id, event, /*is_queued=*/socket_ == nullptr);
}

/// The event is one too many. Its sender hears of the end first: what it hears of the event alone
/// would be that no call has come about.
void Session::overflow(const domain::Event& event) {
  const SessionId id = peer_.id;
  Worker& worker = worker_;
  // With its call the sender may forget the username of which this is a view.
  const std::string addressee(event.addressee);
  domain::Event kept = event;
  kept.addressee = addressee;
  end(CloseReason::mail_full);
  worker.hub().bounce(id, kept, ErrorCode::user_unavailable);
}

void Session::announce_drain(std::chrono::milliseconds after) {
  // Before the login it would be no part of what the client and its session count.
  if (socket_ != nullptr && !peer_.username.empty()) say(encode(dialect::Reconnect{after}));
}

/// True: this session is no more, because its client has an earlier one back.
bool Session::goes_on_elsewhere(const domain::Login& login, std::string_view text) {
  if (!login.resume) return false;
  const auto token = ResumeToken::parse(login.resume->token);
  if (!token) return false;
  if (token->session.shard != peer_.id.shard) {
    net::Shard* const shard = worker_.router().shard_of(token->session);
    if (shard == nullptr) return false;
    socket_->move_to(*shard, text);
  } else {
    Session* const earlier = worker_.find(token->session);
    if (earlier == nullptr || !earlier->resume(*socket_, token->secret, login)) return false;
  }
  spdlog::debug("session {} goes on as session {}", name(), text_of(token->session));
  worker_.forget(peer_.id);
  return true;
}

/// The client has come back over `socket`, if that is what it proves. False: it has not, or what
/// it lacks is no longer there and this session has ended.
bool Session::resume(net::WebSocket& socket, const Secret& secret, const domain::Login& login) {
  if (!resumption_ || !(resumption_->secret == secret) || peer_.username != login.username) {
    return false;
  }
  if (socket_ != nullptr) {
    // The newest connection wins: the client knows better than the server which one is dead.
    socket_->set_handler(nullptr);
    socket_->close(CloseReason::replaced);
  }
  if (!resumption_->delivery.resume(login.resume->received)) {
    end(CloseReason::not_resumed);
    return false;
  }
  if (socket_ == nullptr) worker_.waiting().remove(peer_.id, resumption_->until);
  socket_ = &socket;
  socket_->set_handler(this);
  answer(login, /*resumed=*/true);
  for (const std::string& text : resumption_->delivery.mail()) socket_->send_text(text);
  return true;
}

/// False: the session ends with its connection.
bool Session::detach(CloseReason reason) {
  if (!resumption_ || !describe(reason).is_resumable) return false;
  resumption_->until = worker_.now() + worker_.limits().resume_window;
  if (!worker_.waiting().add(peer_.id, resumption_->until)) return false;
  spdlog::info("session {} from {} waits for its client: {}", name(), socket_->remote_address(),
               describe(reason).label);
  socket_ = nullptr;
  return true;
}

/// The session is no more.
void Session::end(CloseReason reason) {
  const CloseReasonEntry& entry = describe(reason);
  spdlog::info("session {} from {} ended: {}, after {} s, {} messages in, {} out", name(),
               socket_ == nullptr ? "nowhere" : socket_->remote_address(), entry.label,
               std::chrono::duration_cast<seconds>(worker_.now() - begun_).count(), heard_count_,
               said_count_);
  if (socket_ == nullptr) worker_.waiting().remove(peer_.id, resumption_->until);
  worker_.hub().leave(peer_, entry.to_peers);
  worker_.forget(peer_.id);
}

std::string Session::name() const { return text_of(peer_.id); }

void Session::count_taken() {
  if (resumption_) resumption_->delivery.take();
}

void Session::refuse(const dialect::Refusal& refusal) {
  const std::string& text = encode(refusal);
  if (refusal.of_login) {
    ++said_count_;
    socket_->send_text(text);
  } else {
    say(text);
  }
  if (!is_clients_fault(refusal.failure.code)) return;
  if (!errors_.take(/*rate=*/1, worker_.limits().error_burst, [this] { return worker_.now(); })) {
    socket_->close(CloseReason::too_many_errors);
  }
}

template <class Message>
const std::string& Session::encode(const Message& message) {
  std::string& text = worker_.scratch();
  text.clear();
  worker_.dialect().encode(message, text);
  return text;
}

void Session::say(const std::string& text) {
  ++said_count_;
  if (resumption_) resumption_->delivery.keep(text, mail_bounds());
  if (socket_ == nullptr) return;
  socket_->send_text(text);
  if (resumption_ && resumption_->delivery.should_ask(mail_bounds())) socket_->ping();
}

/// While the client is there nothing waits for long; while it is away nothing may be forgotten.
bool Session::has_room_for(const std::string& text) const {
  return socket_ != nullptr || resumption_->delivery.has_room_for(text.size(), mail_bounds());
}

domain::MailBounds Session::mail_bounds() const {
  const Limits& limits = worker_.limits();
  // All of it is put into the outbox at once when the client comes back, behind a login answer.
  return {.messages = limits.mail_messages,
          .bytes = std::min(limits.mail_bytes, limits.outbox_bytes / 4 * 3)};
}

std::string Session::ping_payload() {
  return resumption_ ? std::to_string(resumption_->delivery.ask()) : std::string();
}

void Session::on_pong(std::string_view payload) {
  if (!resumption_) return;
  std::uint64_t count = 0;
  const char* const end = payload.data() + payload.size();
  const auto [next, error] = std::from_chars(payload.data(), end, count);
  if (error == std::errc() && next == end) resumption_->delivery.acknowledge(count);
}

}  // namespace signalbox::app
