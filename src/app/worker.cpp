// SPDX-License-Identifier: MIT
#include "app/worker.hpp"

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>
#include <variant>

#include "app/routes.hpp"
#include "app/session/opening.hpp"

namespace signalbox::app {
namespace {

constexpr std::size_t kFreedPart = 16;
constexpr std::chrono::milliseconds kFreeingPause(100);

}  // namespace

Worker::Worker(std::uint16_t number, Parts parts, std::unique_ptr<dialect::Dialect> dialect)
    : number_(number),
      parts_(std::move(parts)),
      dialect_(std::move(dialect)),
      waiting_(parts_.limits.detached_sessions) {}

net::HttpResponse Worker::respond(const net::HttpRequest& request) {
  return parts_.routes.respond(request);
}

bool Worker::has_web_socket_at(std::string_view path) const {
  return parts_.routes.has_web_socket_at(path);
}

net::ClientPort::Welcome Worker::welcome(const net::HttpRequest& request) const {
  if (auto refusal = parts_.routes.refuse_web_socket(request)) return std::move(*refusal);
  return opening_of(request);
}

net::WebSocketHandler& Worker::open(net::WebSocket& socket) {
  const auto key = sessions_.reserve();
  const SessionId id{.slot = key.slot, .generation = key.generation, .shard = number_};
  Session& session = sessions_.put(key, std::make_unique<Session>(*this, socket, id, now()));
  metrics_.sessions.set(sessions_.size());
  return session;
}

bool Worker::takes_line() {
  if (lines_.take(now())) return true;
  metrics_.lines_left_out.add();
  return false;
}

void Worker::on_tick(TimePoint now) {
  while (const SessionId id = waiting_.due(now)) find(id)->expire();
}

void Worker::on_wake() {
  mailbox_.drain([this](SessionId to, const domain::Event& event) { receive(to, event); });
}

bool Worker::free_mail(SessionId receiver) {
  // To look at all sessions takes a while, and is not to be for each message to the one that has
  // most. A message to anybody else makes that one pay.
  if (receiver == refused_receiver_ && now() < next_freeing_) return false;
  const std::size_t aim = parts_.most_mail - parts_.most_mail / kFreedPart;
  const std::size_t before = mail_.bytes();
  net::AddressShares<SessionId> shares;
  sessions_.for_each([&](const Session& session) { session.count_mail(shares); });
  while (mail_.bytes() > aim) {
    const auto largest = shares.largest();
    if (!largest || largest->member == receiver) break;
    shares.remove(*largest);
    if (Session* const session = find(largest->member)) session->give_up_mail();
  }
  if (mail_.bytes() > aim) {
    refused_receiver_ = receiver;
    next_freeing_ = now() + kFreeingPause;
  }
  return mail_.bytes() < before;
}

void Worker::end_excess_waiting() {
  while (const SessionId id = waiting_.excess()) find(id)->expire();
}

void Worker::announce_drain(const DrainPlan& plan) {
  std::size_t index = 0;
  sessions_.for_each([&](Session& session) {
    session.announce_drain(plan.reconnect_after(index++, sessions_.size()));
  });
}

void Worker::set_policy(const Policy& policy) {
  shard().set_limits(policy.limits, policy.most_waiting);
  waiting_.set_limit(policy.limits.detached_sessions);
  parts_.most_mail = policy.most_mail;
  parts_.ice_servers = policy.ice_servers;
  parts_.authenticator = policy.authenticator;
  dialect_ = dialect::make_native(policy.greeting);
}

void Worker::ask(SessionId id, const auth::LoginQuestion& question) const {
  const auto answered = [this, id, question](auth::Verdict verdict) {
    boost::asio::post(shard().io(), [this, id, question, verdict = std::move(verdict)] {
      on_verdict(id, question, verdict);
    });
  };
  webhooks().ask(question, answered);
}

void Worker::on_verdict(SessionId id, const auth::LoginQuestion& question,
                        const auth::Verdict& verdict) const {
  if (Session* const session = find(id)) return session->on_verdict(verdict);
  const auto* const admission = std::get_if<auth::Admission>(&verdict);
  if (admission == nullptr) return;
  // The application's server believes that the client is in.
  const bool is_renamed = !admission->username.empty();
  webhooks().tell({.session = question.session,
                   .username = is_renamed ? admission->username : question.username,
                   .realm = question.realm,
                   .reason = describe(CloseReason::client_left).label});
}

void Worker::tell_ends() {
  sessions_.for_each(
      [](Session& session) { session.tell_end(describe(CloseReason::shutdown).label); });
}

void Worker::receive(SessionId to, const domain::Event& event) const {
  if (Session* const session = find(to)) {
    session->receive(event);
  } else {
    hub().bounce(to, event, ErrorCode::user_unavailable);
  }
}

bool Worker::post(SessionId to, const domain::Event& event) {
  const Mailbox::Verdict verdict = mailbox_.push(to, event);
  if (verdict == Mailbox::Verdict::first) parts_.shard.wake();
  return verdict != Mailbox::Verdict::full;
}

Session* Worker::find(SessionId id) const {
  return id.shard == number_ ? sessions_.find({id.slot, id.generation}) : nullptr;
}

SessionId Worker::renew(SessionId id) {
  auto session = sessions_.take({id.slot, id.generation});
  const auto key = sessions_.reserve();
  sessions_.put(key, std::move(session));
  return {.slot = key.slot, .generation = key.generation, .shard = number_};
}

void Worker::forget(SessionId id) {
  const auto forgotten = sessions_.take({id.slot, id.generation});
  metrics_.sessions.set(sessions_.size());
}

}  // namespace signalbox::app
