// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "app/admin/admin_port.hpp"
#include "app/admin/metrics_sources.hpp"
#include "app/listen.hpp"
#include "signalbox/net/address_census.hpp"
#include "signalbox/net/poller_kind.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Listens for the operator, on a thread of its own. What it may take is bounded by the defaults of
/// Limits, whatever the settings allow clients.
class AdminListener {
 public:
  /// Binds and listens where the settings say, which must be somewhere. Any thread may be the one
  /// that calls `drain`. Throws std::runtime_error with a sentence for the operator.
  AdminListener(const Settings& settings, const MetricsSources& sources,
                std::function<void()> drain, net::PollerKind poller);

  /// Throws where the constructor would, but takes no address.
  static void check(const Settings& settings);

  /// Serves from now on.
  void start();

  /// Any thread: returns at once.
  void stop();

  /// As bound.
  const Endpoint& endpoint() const { return listener_.endpoint; }

 private:
  Limits limits_{};
  ReverseProxies proxies_;                                            ///< none
  net::AddressCensus census_{limits_.address_connections, proxies_};  ///< without a limit
  net::Shard shard_;
  AdminPort port_;
  Listener listener_;
  std::jthread thread_;
};

}  // namespace signalbox::app
