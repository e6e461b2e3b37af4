// SPDX-License-Identifier: MIT
// A message is counted against the client's rate, decoded, and either answered here or carried out
// by the hub. What others cause comes in by `receive`: the hub says whether the client is to hear
// it, and `say` sends it or, while the client is away, keeps it. When its connection ends the
// session ends, too, or waits for its client if that has asked for it.
#include "app/session/session.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "app/session/resume_token.hpp"
#include "app/worker.hpp"
#include "signalbox/base/log_subject.hpp"

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
      self_{.id = id},
      messages_(worker.limits().message_burst, now),
      errors_(worker.limits().error_burst, now),
      begun_(now) {}

void Session::on_arrival(std::string_view text, const net::Conduct& conduct) {
  has_moved_ = true;
  messages_ = conduct.messages;
  errors_ = conduct.errors;
  begun_ = conduct.begun;
  on_text(text);
}

void Session::on_text(std::string_view text) {
  ++heard_count_;
  const std::uint32_t rate = message_rate();
  if (rate != 0 && !messages_.take(rate, message_burst(), [this] { return worker_.now(); })) {
    count_unread();
    return hold_back("messages", rate);
  }
  const auto decoded = worker_.dialect().decode(text);
  if (const auto* refusal = std::get_if<dialect::Refusal>(&decoded)) return refuse_unread(*refusal);
  const auto& request = std::get<dialect::Request>(decoded);
  worker_.metrics().messages[type_of(request)].add();
  if (const auto* login = std::get_if<domain::Login>(&request)) return log_in(*login, text);
  count_taken();
  carry_out(request);
}

/// The client sends faster than it may: more than `rate` a second of `what`.
void Session::hold_back(std::string_view what, std::uint64_t rate) {
  const Limits& limits = worker_.limits();
  // A client that goes on all the same, with half of its errors spent, is not read until it may
  // send again. A sweep forgives it one error at most, so that two each time bring it to their end.
  const bool goes_on = errors_.left() * 2 < static_cast<float>(limits.error_burst);
  if (goes_on) socket_->pause_reading(true);
  worker_.metrics().limit_hits.add(Limit::message_rate);
  refuse({{ErrorCode::rate_limited,
           fmt::format("more than {} {} a second: this one was dropped, send fewer", rate, what)}},
         goes_on ? 2 : 1);
}

bool Session::take_frame() {
  /// As many of them cost a client as much as one message.
  constexpr std::uint32_t kFrames = 10;
  const std::uint32_t rate = message_rate();
  if (rate == 0 || messages_.take(
                       rate, message_burst(), [this] { return worker_.now(); }, 1.F / kFrames)) {
    return true;
  }
  hold_back("pings, pongs and fragments", std::uint64_t{rate} * kFrames);
  return false;
}

/// Anything but a login.
void Session::carry_out(const dialect::Request& request) {
  if (const auto* wanted = std::get_if<domain::Relay>(&request)) return relay(*wanted);
  if (const auto* logout = std::get_if<domain::Logout>(&request)) return log_out(*logout);
  if (const auto fault = domain::Hub::check_logged_in(self_)) {
    return refuse(worker_.dialect().refuse(request, *fault));
  }
  if (const auto* ping = std::get_if<dialect::Ping>(&request)) return say(encode(*ping));
  const auto& question = std::get<dialect::AskIceServers>(request);
  say(encode(dialect::IceAnswer{ice_servers(), question.id}));
}

void Session::relay(const domain::Relay& wanted) {
  const std::size_t calls = self_.calls.size();
  if (const auto fault = worker_.hub().handle(self_, wanted)) {
    if (fault->kind == domain::Fault::Kind::too_many_calls) {
      worker_.metrics().limit_hits.add(Limit::max_peers);
    }
    return refuse(worker_.dialect().refuse(wanted, *fault));
  }
  if (self_.calls.size() > calls) self_.calls.begin_timing(worker_.now());
}

/// Answers to logins are no part of what is counted and kept.
void Session::answer(const domain::Login& login, bool resumed) {
  const std::string name = this->name();
  dialect::LoginAnswer answer{.username = self_.username,
                              .realm = login.realm,
                              .session = name,
                              .id = login.id,
                              .ice = ice_servers()};
  std::string token;
  if (resumption_) {
    token = ResumeToken{self_.id, resumption_->secret}.text();
    answer.resume = {.token = token,
                     .window = std::chrono::floor<seconds>(worker_.limits().resume_window)};
    answer.received = resumption_->delivery.taken();
  }
  if (login.resume) answer.resumed = resumed;
  const LoginResult begun = login.resume ? LoginResult::not_resumed : LoginResult::begun;
  const LoginResult result = resumed ? LoginResult::resumed : begun;
  worker_.metrics().logins[static_cast<std::size_t>(result)].add();
  count_said();
  socket_->send_text(encode(answer));
}

/// What is still on its way to the client that has logged out must not reach the next one.
void Session::log_out(const domain::Logout& logout) {
  if (const auto fault = worker_.hub().handle(self_, logout)) {
    return refuse(worker_.dialect().refuse(logout, *fault));
  }
  const LogSubject subject(name(), "logged_out");
  spdlog::log(level_of_line(), "from {} has logged out, after {} s, {} messages in, {} out",
              socket_->logged_address(), age().count(), heard_count_, said_count_);
  tell_end("logout");
  resumption_.reset();
  self_.id = worker_.renew(self_.id);
  begun_ = worker_.now();
  socket_->tick_soon();
  socket_->set_known(false);
  say(encode(logout));
}

/// Somebody else has logged in with this client's name.
void Session::make_way(SessionId newcomer) {
  const SessionId id = self_.id;
  Worker& worker = worker_;
  dismiss(CloseReason::replaced);
  worker.hub().vacate(id, newcomer);
}

/// Ends the session now, however long its client takes to say goodbye.
void Session::dismiss(CloseReason reason) {
  if (socket_ != nullptr) {
    socket_->set_handler(nullptr);
    socket_->close(reason);
  }
  end(reason);
}

void Session::on_binary() {
  refuse_unread({{ErrorCode::invalid_message, "binary messages mean nothing here: send text"}});
}

void Session::on_too_large() {
  const std::size_t most = worker_.limits().message_bytes;
  const bool is_in = !self_.username.empty();
  refuse_unread(
      {{ErrorCode::too_large, fmt::format("a message has {} bytes at most{}: this one was dropped",
                                          is_in ? most : std::min(most, Limits::kBytesBeforeLogin),
                                          is_in ? "" : " before the login")}});
}

TimePoint Session::on_tick(TimePoint now) {
  // The answer comes in time, and then there may be a new deadline.
  if (is_asking()) return TimePoint::max();
  if (messages_.holds_any(message_rate(), message_burst(), now)) socket_->pause_reading(false);
  const bool is_in = !self_.username.empty();
  const TimePoint deadline = is_in ? expiry_.time() : begun_ + worker_.limits().login_timeout;
  if (now >= deadline) {
    // Whose time the application has set is to be asked about again, also who comes back.
    if (login_.sets_lifetime()) resumption_.reset();
    socket_->close(is_in ? CloseReason::token_expired : CloseReason::login_timeout);
  }
  return deadline;
}

void Session::on_closed(CloseReason reason) {
  if (!detach(reason)) end(reason);
}

void Session::receive(const domain::Event& event) {
  if (event.kind == domain::Event::Kind::evicted) return make_way(event.from);
  if (const auto passed = limit_passed_by(event)) return turn_away(event, *passed);
  const bool ends_call =
      event.signal == domain::Signal::close && self_.calls.find(event.from) != nullptr;
  const bool is_heard = worker_.hub().receive(self_, event);
  if (event.kind == domain::Event::Kind::vacated && login_.is_waiting()) {
    return try_login(login_.end_waiting().read());
  }
  const bool is_signal = event.kind == domain::Event::Kind::signal;
  if (!is_heard && is_signal) worker_.metrics().limit_hits.add(Limit::max_peers);
  if (!is_heard) return;
  count_heard(event);
  say(encode(event), is_signal && !ends_call ? event.from : SessionId{});
  worker_.hub().acknowledge(self_.id, event, /*is_queued=*/socket_ == nullptr);
  if (const auto more = domain::Hub::behind(self_, event)) receive(*more);
}

void Session::announce_drain(std::chrono::milliseconds after) {
  // Before the login it would be no part of what the client and its session count.
  if (socket_ != nullptr && !self_.username.empty()) say(encode(dialect::Reconnect{after}));
}

/// Returns true if the server drains, and the client, which is not in, is to connect elsewhere.
bool Session::turns_away(const domain::Login& login) {
  if (!worker_.is_draining() || !self_.username.empty()) return false;
  refuse_login(login, {ErrorCode::unavailable, "the server is going down: connect again"});
  socket_->send_text(encode(dialect::Reconnect{}));
  socket_->close(CloseReason::drained);
  return true;
}

/// Returns false if the session ends with its connection.
bool Session::detach(CloseReason reason) {
  if (!resumption_ || !describe(reason).is_resumable) return false;
  resumption_->until = worker_.now() + worker_.limits().resume_window;
  resumption_->block = socket_->address_block();
  if (!worker_.waiting().add(as_waiting())) return false;
  const LogSubject subject(name(), "waits");
  spdlog::log(level_of_line(), "from {} waits for its client: {}", socket_->logged_address(),
              describe(reason).label);
  socket_ = nullptr;
  worker_.end_excess_waiting();
  return true;
}

/// The session is no more.
void Session::end(CloseReason reason) {
  const CloseReasonEntry& entry = describe(reason);
  log_end(reason);
  worker_.metrics().session_ends[static_cast<std::size_t>(reason)].add();
  if (socket_ == nullptr) worker_.waiting().remove(as_waiting());
  tell_end(entry.label);
  worker_.hub().leave(self_, entry.to_peers);
  worker_.forget(self_.id);
}

void Session::log_end(CloseReason reason) {
  const LogSubject subject(name(), "ended");
  spdlog::log(level_of_line(), "from {} ended: {}, after {} s, {} messages in, {} out",
              socket_ == nullptr ? "nowhere" : socket_->logged_address(), describe(reason).label,
              age().count(), heard_count_, said_count_);
  if (!self_.username.empty()) return;
  worker_.metrics().ends_without_login[static_cast<std::size_t>(reason)].add();
}

/// A stranger can make as many lines as it likes: they are for who looks for something.
spdlog::level::level_enum Session::level_of_line() const {
  if (self_.username.empty()) return spdlog::level::debug;
  return worker_.takes_line() ? spdlog::level::info : spdlog::level::debug;
}

std::chrono::seconds Session::age() const {
  return std::chrono::duration_cast<seconds>(worker_.now() - begun_);
}

SessionReport Session::report() const {
  return {.id = name(),
          .username = self_.username,
          .realm = worker_.hub().realm_of(self_),
          .address = socket_ == nullptr ? std::string() : socket_->remote_address(),
          .age = age(),
          .messages_in = heard_count_,
          .messages_out = said_count_,
          .calls = self_.calls.size(),
          .unacknowledged = resumption_ ? resumption_->delivery.mail().size() : 0};
}

std::string Session::name() const { return text_of(self_.id); }

void Session::count_taken() {
  if (resumption_) resumption_->delivery.take();
}

/// What another session has caused is in the metrics where it says how a call or message went.
void Session::count_heard(const domain::Event& event) {
  if (event.kind == domain::Event::Kind::undeliverable) {
    worker_.metrics().errors[static_cast<std::size_t>(event.error)].add();
  } else if (event.kind == domain::Event::Kind::signal && event.signal == domain::Signal::answer) {
    const auto time = self_.calls.end_timing(worker_.now());
    if (time) worker_.metrics().answer_time.add(*time);
  }
}

void Session::count_said() {
  ++said_count_;
  worker_.metrics().messages_sent.add();
}

void Session::count_unread(bool is_login) {
  worker_.metrics().messages[kRefusedMessage].add();
  if (!is_login) count_taken();
}

/// The message could not be read.
void Session::refuse_unread(const dialect::Refusal& refusal) {
  count_unread(refusal.of_login);
  refuse(refusal);
}

void Session::refuse(const dialect::Refusal& refusal, float strikes) {
  const auto code = static_cast<std::size_t>(refusal.failure.code);
  worker_.metrics().errors[code].add();
  const std::string& text = encode(refusal);
  if (refusal.of_login) {
    worker_.metrics().login_errors[code].add();
    count_said();
    socket_->send_text(text);
  } else {
    say(text);
  }
  if (!is_clients_fault(refusal.failure.code)) return;
  if (!errors_.take(
          /*rate=*/1, worker_.limits().error_burst, [this] { return worker_.now(); }, strikes)) {
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

/// `sender` has room for it. Without one it is an answer, or the end of a call: while the client is
/// away there is a room for each of these, that of the call, or of what it has said before. If
/// there was none, the end of one session would end its peers' sessions, and so on.
void Session::say(const std::string& text, SessionId sender) {
  count_said();
  if (resumption_) {
    if (worker_.has_full_mail(text.size())) (void)worker_.free_mail(self_.id);
    const bool must_stay = socket_ == nullptr && !sender;
    const auto passed = resumption_->delivery.keep(
        text, must_stay ? domain::MailBounds::none() : mail_bounds(), sender);
    if (passed) worker_.metrics().limit_hits.add(*passed);
  }
  if (socket_ == nullptr) return;
  socket_->send_text(text);
  if (resumption_ && resumption_->delivery.should_ask(mail_bounds())) socket_->ping();
}

/// By which limit the event is too much of what its sender has for this client. Only what another
/// client says can be refused, and of that not the end of a call.
std::optional<Limit> Session::limit_passed_by(const domain::Event& event) {
  if (event.kind != domain::Event::Kind::signal) return std::nullopt;
  const bool is_reached = !resumption_ || !is_out_of_reach();
  if (is_reached && !socket_->used_up(net::OutboxShare::quarter)) return std::nullopt;
  return share_passed_by(event, encode(event).size());
}

std::uint32_t Session::message_rate() const {
  const std::uint32_t usual = worker_.limits().message_rate;
  const auth::Admission* granted = login_.admission();
  return granted != nullptr ? granted->message_rate.value_or(usual) : usual;
}

std::uint32_t Session::message_burst() const {
  const std::uint32_t usual = worker_.limits().message_burst;
  const auth::Admission* granted = login_.admission();
  return granted != nullptr ? granted->message_burst.value_or(usual) : usual;
}

dialect::IceServerList Session::ice_servers() const {
  const auth::Admission* granted = login_.admission();
  if (granted != nullptr && !granted->ice_servers.empty()) return {.servers = granted->ice_servers};
  return worker_.ice_servers().of(self_.username);
}

}  // namespace signalbox::app
