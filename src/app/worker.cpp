// SPDX-License-Identifier: MIT
#include "app/worker.hpp"

#include <utility>

#include "app/routes.hpp"

namespace signalbox::app {

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

net::WebSocketHandler& Worker::open(net::WebSocket& socket) {
  const auto key = sessions_.reserve();
  const SessionId id{.slot = key.slot, .generation = key.generation, .shard = number_};
  return sessions_.put(key, std::make_unique<Session>(*this, socket, id, now()));
}

void Worker::on_tick(TimePoint now) {
  while (const SessionId id = waiting_.due(now)) find(id)->expire();
}

void Worker::on_wake() {
  mailbox_.drain([this](SessionId to, const domain::Event& event) { receive(to, event); });
}

void Worker::announce_drain(const DrainPlan& plan) {
  std::size_t index = 0;
  sessions_.for_each([&](Session& session) {
    session.announce_drain(plan.reconnect_after(index++, sessions_.size()));
  });
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

void Worker::forget(SessionId id) { sessions_.take({id.slot, id.generation}); }

}  // namespace signalbox::app
