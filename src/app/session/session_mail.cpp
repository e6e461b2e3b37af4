// SPDX-License-Identifier: MIT
// What may wait for a client, and of whom.
#include <algorithm>
#include <chrono>
#include <string>

#include "app/session/session.hpp"
#include "app/worker.hpp"
#include "signalbox/base/text/parse_number.hpp"

namespace signalbox::app {
namespace {

/// How long a client takes at most, over the slowest line, to acknowledge what it has.
constexpr std::chrono::seconds kLongestSilence(1);

}  // namespace

std::optional<Limit> Session::share_passed_by(const domain::Event& event, std::size_t size) {
  const domain::CallPeer* const call = self_.calls.find(event.from);
  if (event.signal == domain::Signal::close && call != nullptr) return std::nullopt;
  // With whom the client itself has spoken finds room where others have filled theirs.
  const bool is_stranger = call == nullptr || call->attempts == 0;
  if (socket_ != nullptr) {
    const auto share = is_stranger ? net::OutboxShare::quarter : net::OutboxShare::half;
    if (const auto passed = socket_->used_up(share)) return passed;
  }
  if (!resumption_ || !is_out_of_reach()) return std::nullopt;
  const domain::MailBounds bounds = is_stranger ? mail_bounds().halved() : mail_bounds();
  const auto passed = resumption_->delivery.share_passed_by(size, event.from, bounds);
  if (passed != Limit::max_mail_memory || !worker_.free_mail(self_.id)) return passed;
  return resumption_->delivery.share_passed_by(size, event.from, bounds);
}

/// The client is away, or its connection may be dead without anybody having noticed: what it has
/// not acknowledged must not be forgotten for what is new.
bool Session::is_out_of_reach() const {
  return socket_ == nullptr ||
         (resumption_->is_asked && worker_.now() - resumption_->asked > kLongestSilence);
}

/// Refuses the event: its sender has too much waiting here, and hears so. The session goes on.
void Session::turn_away(const domain::Event& event, Limit passed) {
  worker_.metrics().limit_hits.add(passed);
  domain::Event refused = event;
  // Where the two have a call, it goes on.
  if (self_.calls.find(event.from) != nullptr) refused.attempt = 0;
  worker_.hub().bounce(self_.id, refused, ErrorCode::busy);
}

void Session::count_mail(net::AddressShares<SessionId>& shares) const {
  if (!resumption_ || resumption_->delivery.mail_bytes() == 0) return;
  shares.add({as_waiting().block, self_.id, resumption_->delivery.mail_bytes()});
}

/// Not at once, because it may be in the middle of something.
void Session::give_up_mail() {
  worker_.metrics().limit_hits.add(Limit::max_mail_memory);
  resumption_->delivery.forget_all();
  // The clock goes on: it is asked once, or the session would not be found where it waits.
  const TimePoint now = worker_.now();
  if (socket_ != nullptr || !worker_.waiting().hasten(as_waiting(), now)) return;
  resumption_->until = now;
  resumption_->has_given_up = true;
}

void Session::expire() {
  end(resumption_->has_given_up ? CloseReason::mail_full : CloseReason::not_resumed);
}

WaitingSession Session::as_waiting() const {
  return {resumption_->until, self_.id,
          socket_ == nullptr ? resumption_->block : socket_->address_block()};
}

domain::MailBounds Session::mail_bounds() const {
  const Limits& limits = worker_.limits();
  // All of it is put into the outbox at once when the client comes back, behind a login answer.
  return {.messages = limits.mail_messages,
          .bytes = std::min(limits.mail_bytes, limits.outbox_bytes / 4 * 3),
          .all_bytes = worker_.most_mail()};
}

std::string Session::ping_payload() {
  if (!resumption_) return {};
  if (!resumption_->is_asked) resumption_->asked = worker_.now();
  resumption_->is_asked = true;
  return std::to_string(resumption_->delivery.ask());
}

void Session::on_pong(std::string_view payload) {
  if (!resumption_) return;
  const auto count = parse_number<std::uint64_t>(payload);
  if (!count) return;
  resumption_->delivery.acknowledge(*count);
  resumption_->is_asked = false;
}

}  // namespace signalbox::app
