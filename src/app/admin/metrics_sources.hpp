// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "app/listen.hpp"
#include "app/reload.hpp"
#include "app/routes.hpp"
#include "app/worker.hpp"
#include "signalbox/auth/webhooks.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/net/shard.hpp"

namespace signalbox::app {

/// Where the numbers come from.
struct MetricsSources {
  const std::vector<std::unique_ptr<net::Shard>>& shards;
  const std::vector<std::unique_ptr<Worker>>& workers;
  const std::vector<Listener>& listeners;
  const domain::Hub& hub;
  const Routes& routes;
  const Reload& reload;
  const auth::Webhooks& webhooks;
};

}  // namespace signalbox::app
