// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signalbox/net/poller_kind.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// The whole server, built in one place in the order in which its parts need each other.
class Application {
 public:
  /// Reads the settings again. Throws std::exception with a sentence for the operator.
  using Reread = std::function<Settings()>;

  /// Binds and listens. Throws std::exception with a sentence for the operator. On SIGHUP it calls
  /// `reread`, or, where that is null, reads only the files that the settings name.
  explicit Application(Settings settings, net::PollerKind poller = net::kBestPoller,
                       Reread reread = {});
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  Application(Application&&) = delete;
  Application& operator=(Application&&) = delete;

  /// Throws where the constructor would, but takes no address: others may have it.
  static void check(const Settings& settings);

  /// Serves until `stop`, SIGINT, or the end of a drain, which SIGTERM begins; uses this thread as
  /// one of its own.
  void run();

  /// Any thread: lets nobody in any more, tells the clients to connect elsewhere, and stops once
  /// they are gone or the drain time is over.
  void drain();

  /// Any thread: stops at once, also while draining.
  void stop();

  /// Any thread: reads the settings again, as SIGHUP does.
  void reload();

  /// As bound, with the ports that were chosen for port 0, in the order of the settings.
  std::vector<Endpoint> endpoints() const;
  /// The operator's, likewise. Returns nullopt if the server has none.
  std::optional<Endpoint> admin_endpoint() const;

  /// Any thread.
  std::size_t connections() const;
  std::size_t logged_in() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace signalbox::app
