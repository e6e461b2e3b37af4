// SPDX-License-Identifier: MIT
#include "app/draining.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <numeric>
#include <utility>

#include "app/worker.hpp"
#include "signalbox/net/shard.hpp"

namespace signalbox::app {
namespace {

constexpr std::chrono::milliseconds kStep{50};

}  // namespace

void Draining::begin(std::chrono::milliseconds duration, std::function<void()> done) {
  if (plan_) return;
  plan_.emplace(Clock::now(), duration);
  done_ = std::move(done);
  for (const auto& shard : shards_) counts_.push_back(shard->connections());
  for (const auto& worker : workers_) {
    boost::asio::post(worker->shard().io(),
                      [draining = worker.get(), plan = *plan_] { draining->begin_drain(plan); });
  }
  spdlog::info("draining: {} connections have {} ms",
               std::accumulate(counts_.begin(), counts_.end(), std::size_t{0}), duration.count());
  step();
}

void Draining::step() {
  const TimePoint now = Clock::now();
  std::size_t left = 0;
  for (const auto& shard : shards_) left += shard->connections();
  if (left == 0) return done_();
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    shards_[i]->drain_to(plan_->most_left(now, counts_[i]));
  }
  if (plan_->is_over(now)) return done_();
  timer_.expires_after(kStep);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) step();
  });
}

}  // namespace signalbox::app
