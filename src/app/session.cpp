// SPDX-License-Identifier: MIT
#include "app/session.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>
#include <variant>

#include "app/worker.hpp"

namespace signalbox::app {
namespace {

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
      socket_(socket),
      peer_{.id = id},
      begun_(now),
      messages_(worker.limits().message_burst, now),
      errors_(worker.limits().error_burst, now) {}

void Session::on_text(std::string_view text) {
  ++heard_count_;
  const Limits& limits = worker_.limits();
  if (limits.message_rate != 0 &&
      !messages_.take(limits.message_rate, limits.message_burst, Clock::now)) {
    return refuse({{ErrorCode::rate_limited,
                    fmt::format("more than {} messages a second: this one was dropped, send fewer",
                                limits.message_rate)}});
  }
  const auto decoded = worker_.dialect().decode(text);
  if (const auto* refusal = std::get_if<dialect::Refusal>(&decoded)) return refuse(*refusal);
  carry_out(std::get<domain::Command>(decoded));
}

void Session::carry_out(const domain::Command& command) {
  if (auto failure = worker_.hub().handle(peer_, command)) {
    return refuse(worker_.dialect().refuse(command, std::move(*failure)));
  }
  if (std::holds_alternative<domain::Login>(command)) {
    spdlog::debug("session {} is logged in as '{}'", name(), peer_.username);
    say(dialect::LoginAnswer{.username = peer_.username, .session = name()});
  }
}

void Session::on_binary() {
  refuse({{ErrorCode::invalid_message, "binary messages mean nothing here: send text"}});
}

void Session::on_too_large() {
  refuse({{ErrorCode::too_large, fmt::format("a message has {} bytes at most: this one was dropped",
                                             worker_.limits().message_bytes)}});
}

TimePoint Session::on_tick(TimePoint now) {
  if (!peer_.username.empty()) return TimePoint::max();
  const TimePoint deadline = begun_ + worker_.limits().login_timeout;
  if (now >= deadline) socket_.close(CloseReason::login_timeout);
  return deadline;
}

void Session::on_closed(CloseReason reason) {
  const CloseReasonEntry& entry = describe(reason);
  const auto lasted = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun_);
  spdlog::info("session {} from {} ended: {}, after {} s, {} messages in, {} out", name(),
               socket_.remote_address(), entry.label, lasted.count(), heard_count_, said_count_);
  worker_.hub().leave(peer_, entry.to_peers);
  worker_.forget(peer_.id);
}

void Session::receive(const domain::Event& event) {
  if (worker_.hub().receive(peer_, event)) say(event);
}

std::string Session::name() const {
  return fmt::format("{:x}-{:x}-{:x}", peer_.id.shard, peer_.id.slot, peer_.id.generation);
}

void Session::refuse(const dialect::Refusal& refusal) {
  say(refusal);
  if (!is_clients_fault(refusal.failure.code)) return;
  if (!errors_.take(/*rate=*/1, worker_.limits().error_burst, Clock::now)) {
    socket_.close(CloseReason::too_many_errors);
  }
}

template <class Message>
void Session::say(const Message& message) {
  std::string& text = worker_.scratch();
  text.clear();
  worker_.dialect().encode(message, text);
  ++said_count_;
  socket_.send_text(text);
}

}  // namespace signalbox::app
