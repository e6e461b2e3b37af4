// SPDX-License-Identifier: MIT
#include "app/watchdog.hpp"

#include <boost/asio/post.hpp>

#include "signalbox/net/shard.hpp"
#include "signalbox/ops/supervisor.hpp"

namespace signalbox::app {

Watchdog::Watchdog(const Shards& shards, const Supervisor& supervisor)
    : shards_(shards), supervisor_(supervisor), timer_(shards.front()->io()) {}

void Watchdog::start() {
  const auto patience = supervisor_.patience();
  if (!patience) return;
  // A beat that comes late or gets lost is not yet the end.
  interval_ = *patience / 4;
  beat();
}

void Watchdog::beat() {
  if (silent_.load(std::memory_order_relaxed) == 0) {
    supervisor_.tell("WATCHDOG=1");
    silent_.store(shards_.size(), std::memory_order_relaxed);
    for (const auto& shard : shards_) {
      boost::asio::post(shard->io(), [this] { silent_.fetch_sub(1, std::memory_order_relaxed); });
    }
  }
  timer_.expires_after(interval_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) beat();
  });
}

}  // namespace signalbox::app
