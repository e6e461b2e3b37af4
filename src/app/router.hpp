// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "signalbox/domain/hub.hpp"
#include "signalbox/domain/peer_sink.hpp"

namespace signalbox::net {
class Shard;
}

namespace signalbox::app {

class Worker;

/// Finds the worker of a session: called directly on the same thread, by mailbox on another.
class Router final : public domain::PeerSink {
 public:
  /// Before any thread runs: the workers by number, and the hub that hears of what cannot be
  /// taken. They must outlive the threads.
  void connect(std::span<const std::unique_ptr<Worker>> workers, domain::Hub& hub);

  /// Where a session lives, if it is one at all. Returns null if it lives on none of these threads.
  net::Shard* shard_of(SessionId id) const;

  void deliver(SessionId to, const domain::Event& event) override;

 private:
  std::vector<Worker*> workers_;
  domain::Hub* hub_ = nullptr;
};

}  // namespace signalbox::app
