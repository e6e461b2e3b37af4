// SPDX-License-Identifier: MIT
// How a session gets its client, or gets it back.
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>
#include <variant>

#include "app/router.hpp"
#include "app/session/opening.hpp"
#include "app/session/resume_token.hpp"
#include "app/session/session.hpp"
#include "app/worker.hpp"
#include "signalbox/base/log_subject.hpp"
#include "signalbox/net/address_block.hpp"

namespace signalbox::app {

using std::chrono::seconds;

namespace {

Failure too_many(std::string_view what, Clock::duration wait) {
  return {ErrorCode::rate_limited,
          fmt::format("too many {} from your address: try again in {} seconds", what,
                      std::chrono::ceil<seconds>(wait).count())};
}

}  // namespace

void Session::log_in(const domain::Login& said, std::string_view text) {
  domain::Login login = said;
  login.realm = parse_opening(socket_->opening()).realm;
  if (login_.is_waiting()) {
    return refuse_login(
        login, {ErrorCode::already_logged_in, "a login is under way: wait for its answer"});
  }
  if (turns_away(login)) return;
  const bool is_new = self_.username.empty();
  const auto token =
      is_new && login.resume ? ResumeToken::parse(login.resume->token) : std::nullopt;
  if (token && moves_to(token->session, text)) return;
  Session* const earlier = token ? worker_.find(token->session) : nullptr;
  const bool comes_back = earlier != nullptr && earlier->belongs_to(token->secret, login);

  // A client that comes back is not slowed down, but has to show a token that is good now.
  auto failure = comes_back ? std::nullopt : check_login_rate();
  if (!failure && is_new && !comes_back) failure = check_failures();
  auth::Admission admission;
  if (!failure && is_new) failure = authenticate(login, admission);
  login.realm = admission.realm;
  if (comes_back) {
    const bool is_there = !failure && worker_.hub().realm_of(earlier->self_) == login.realm;
    if (is_there && earlier->resume(*this, login)) return go_on_as(token->session);
    if (auto too_many = check_login_rate()) failure = std::move(too_many);
  }
  if (failure) return refuse_login(login, std::move(*failure));
  if (is_new && worker_.webhooks().decide()) return ask_application(login);
  try_login(login);
}

std::optional<Failure> Session::check_login_rate() {
  const auto wait = worker_.logins().take(socket_->address_block(), worker_.now());
  if (wait == Clock::duration::zero()) return std::nullopt;
  worker_.metrics().limit_hits.add(Limit::login_rate);
  return too_many("logins", wait);
}

/// Whether the address may try who it is, as far as it has failed to say so.
std::optional<Failure> Session::check_failures() {
  const auto wait = worker_.failed_logins().wait(socket_->address_block(), worker_.now());
  if (wait == Clock::duration::zero()) return std::nullopt;
  worker_.metrics().limit_hits.add(Limit::login_failure_rate);
  return too_many("failed logins", wait);
}

void Session::count_failure() {
  // An address of this computer is that of a proxy that no option names, with all its clients
  // behind it, or that of the operator.
  if (net::is_of_this_computer(socket_->address_block())) return;
  (void)worker_.failed_logins().take(socket_->address_block(), worker_.now());
}

std::optional<Failure> Session::authenticate(const domain::Login& login,
                                             auth::Admission& admission) {
  const auth::Verdict verdict = worker_.authenticator()->check(
      {.username = login.username,
       .token = token_of(login),
       .realm = login.realm,
       .now = std::chrono::floor<seconds>(std::chrono::system_clock::now())});
  if (const auto* failure = std::get_if<Failure>(&verdict)) {
    count_failure();
    return *failure;
  }
  admission = std::get<auth::Admission>(verdict);
  expiry_ = Expiry(worker_.now(), admission.lifetime);
  // The next tick is for the login that has come now.
  if (expiry_.time() < begun_ + worker_.limits().login_timeout) socket_->tick_soon();
  return std::nullopt;
}

std::string_view Session::token_of(const domain::Login& login) const {
  return login.token.empty() ? parse_opening(socket_->opening()).token : login.token;
}

/// Until there is an answer the client is not read, so that what it says meanwhile is not refused.
void Session::ask_application(const domain::Login& login) {
  login_.wait(login);
  socket_->pause_reading(true);
  worker_.ask(self_.id, {.session = name(),
                         .username = std::string(login.username),
                         .realm = std::string(login.realm),
                         .token = std::string(token_of(login)),
                         .address = socket_->remote_address()});
}

void Session::on_verdict(const auth::Verdict& verdict) {
  WaitingLogin waiting = login_.end_waiting();
  socket_->pause_reading(false);
  if (const auto* failure = std::get_if<Failure>(&verdict)) {
    if (failure->code == ErrorCode::unauthorized) count_failure();
    return refuse_login(waiting.read(), *failure);
  }
  auto admission = std::get<auth::Admission>(verdict);
  if (!admission.username.empty()) waiting.rename(admission.username);
  admission.username = waiting.read().username;
  admission.realm = waiting.read().realm;
  const Expiry expiry(worker_.now(), admission.lifetime);
  login_.admit(std::move(admission));
  if (expiry.time() < expiry_.time()) expiry_ = expiry;
  socket_->tick_soon();
  try_login(waiting.read());
}

void Session::tell_end(std::string_view reason) {
  const auto admission = login_.end_admission();
  if (!admission) return;
  worker_.webhooks().tell({.session = name(),
                           .username = admission->username,
                           .realm = admission->realm,
                           .reason = reason,
                           .age = std::chrono::duration_cast<seconds>(worker_.now() - begun_),
                           .messages_in = heard_count_,
                           .messages_out = said_count_});
}

void Session::try_login(const domain::Login& login) {
  // The drain may have begun while somebody was asked.
  if (turns_away(login)) return tell_end(describe(CloseReason::drained).label);
  if (const auto fault = worker_.hub().handle(self_, login)) {
    const dialect::Refusal refusal = worker_.dialect().refuse(login, *fault);
    tell_end(name_of(refusal.failure.code));
    return refuse(refusal);
  }
  if (self_.waits_for_name) {
    login_.wait(login);
    return;
  }
  if (login_.admission() == nullptr && worker_.webhooks().hear()) {
    login_.admit({.username = self_.username, .realm = std::string(login.realm)});
  }
  const LogSubject subject(name(), "logged_in");
  spdlog::debug("is logged in as '{}'", self_.username);
  socket_->set_known(true);
  if (login.wants_resume && worker_.limits().resume_window.count() != 0) {
    resumption_ = std::make_unique<Resumption>(worker_.mail());
  }
  answer(login, /*resumed=*/false);
}

void Session::refuse_login(const domain::Login& login, Failure failure) {
  refuse(worker_.dialect().refuse(login, std::move(failure)));
}

/// Returns true if this session is no more, because the one that its client wants back lives on
/// another thread. A client that has moved for a session that was not there moves no more.
bool Session::moves_to(SessionId earlier, std::string_view text) {
  if (earlier.shard == self_.id.shard || has_moved_) return false;
  net::Shard* const shard = worker_.router().shard_of(earlier);
  if (shard == nullptr) return false;
  messages_.give_back();
  socket_->move_to(*shard, text, {messages_, errors_, begun_});
  go_on_as(earlier);
  return true;
}

/// This session is no more, because its client has an earlier one back.
void Session::go_on_as(SessionId earlier) {
  const LogSubject subject(name(), "resumed");
  spdlog::debug("goes on as session {}", text_of(earlier));
  worker_.forget(self_.id);
}

/// Whether a client that shows `secret` with its login is this session's own.
bool Session::belongs_to(const Secret& secret, const domain::Login& login) const {
  return resumption_ && resumption_->secret == secret && self_.username == login.username;
}

/// The client has come back as `newcomer`, whose connection and time this session takes over. What
/// either has spent is spent. Returns false if what it lacks is no longer there: then this session
/// has ended.
bool Session::resume(const Session& newcomer, const domain::Login& login) {
  if (socket_ != nullptr) {
    // The newest connection wins: the client knows better than the server which one is dead.
    socket_->set_handler(nullptr);
    socket_->close(CloseReason::replaced);
  }
  if (!resumption_->delivery.resume(login.resume->received)) {
    end(CloseReason::not_resumed);
    return false;
  }
  if (socket_ == nullptr) worker_.waiting().remove(as_waiting());
  resumption_->is_asked = false;
  resumption_->has_given_up = false;
  socket_ = newcomer.socket_;
  socket_->set_handler(this);
  socket_->set_known(true);
  if (newcomer.messages_.left() < messages_.left()) messages_ = newcomer.messages_;
  if (newcomer.errors_.left() < errors_.left()) errors_ = newcomer.errors_;
  has_moved_ = false;
  if (!login_.sets_lifetime()) expiry_ = newcomer.expiry_;
  answer(login, /*resumed=*/true);
  for (const std::string& text : resumption_->delivery.mail()) socket_->send_text(text);
  return true;
}

}  // namespace signalbox::app
