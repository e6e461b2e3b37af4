// SPDX-License-Identifier: MIT
// A session's id names its thread. On the same thread the receiver's worker is called directly; for
// another one the event is copied into that worker's mailbox, and a full mailbox bounces it back to
// the sender.
#include "app/router.hpp"

#include "app/worker.hpp"

namespace signalbox::app {

void Router::connect(std::span<const std::unique_ptr<Worker>> workers, domain::Hub& hub) {
  for (const auto& worker : workers) workers_.push_back(worker.get());
  hub_ = &hub;
}

net::Shard* Router::shard_of(SessionId id) const {
  return id.shard < workers_.size() ? &workers_[id.shard]->shard() : nullptr;
}

void Router::deliver(SessionId to, const domain::Event& event) {
  Worker& worker = *workers_[to.shard];
  if (to.shard == event.from.shard) return worker.receive(to, event);
  if (!worker.post(to, event)) hub_->bounce(to, event, ErrorCode::unavailable);
}

}  // namespace signalbox::app
