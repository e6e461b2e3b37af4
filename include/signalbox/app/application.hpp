// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "signalbox/net/poller_kind.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// The whole server, built in one place in the order in which its parts need each other.
class Application {
 public:
  /// Binds and listens. Throws std::exception with a sentence for the operator.
  explicit Application(Settings settings, net::PollerKind poller = net::kBestPoller);
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  Application(Application&&) = delete;
  Application& operator=(Application&&) = delete;

  /// Serves until `stop`, SIGINT, or the end of a drain, which SIGTERM begins; uses this thread as
  /// one of its own.
  void run();

  /// Any thread: lets nobody in any more, tells the clients to connect elsewhere, and stops once
  /// they are gone or the drain time is over.
  void drain();

  /// Any thread: stops at once, also while draining.
  void stop();

  /// As bound, with the ports that were chosen for port 0, in the order of the settings.
  std::vector<Endpoint> endpoints() const;

  /// Any thread.
  std::size_t connections() const;
  std::size_t logged_in() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace signalbox::app
