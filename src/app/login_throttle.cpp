// SPDX-License-Identifier: MIT
#include "app/login_throttle.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::app {
namespace {

constexpr std::chrono::minutes kMinute{1};

/// Before somebody with that debt may spend `cost`.
Clock::duration wait_with(TimePoint debt, Clock::duration cost, TimePoint now) {
  return std::max(debt + cost - (now + kMinute), Clock::duration::zero());
}

}  // namespace

Clock::duration LoginThrottle::take(net::AddressBlock address, TimePoint now) {
  const std::uint32_t rate = rate_.load(std::memory_order_relaxed);
  if (rate == 0) return {};
  const auto cost = Clock::duration(kMinute) / rate;
  const std::scoped_lock lock(mutex_);
  const TimePoint debt = std::max(debt_of(address), now);
  const auto wait = wait_with(debt, cost, now);
  if (wait == Clock::duration::zero()) remember(address, debt + cost, now);
  return wait;
}

Clock::duration LoginThrottle::wait(net::AddressBlock address, TimePoint now) const {
  const std::uint32_t rate = rate_.load(std::memory_order_relaxed);
  if (rate == 0 || latest_.load(std::memory_order_relaxed) <= now) return {};
  const std::scoped_lock lock(mutex_);
  return wait_with(debt_of(address), Clock::duration(kMinute) / rate, now);
}

std::size_t LoginThrottle::size() const {
  const std::scoped_lock lock(mutex_);
  return recent_.size() + earlier_.size();
}

TimePoint LoginThrottle::debt_of(net::AddressBlock address) const {
  for (const Debts* debts : {&recent_, &earlier_}) {
    if (const auto found = debts->find(address); found != debts->end()) return found->second;
  }
  return {};
}

void LoginThrottle::remember(net::AddressBlock address, TimePoint debt, TimePoint now) {
  // An address that has spent nothing for a whole generation owes nothing.
  if (now >= next_generation_ || recent_.size() >= kMost) {
    earlier_ = std::exchange(recent_, {});
    next_generation_ = now + kMinute;
  }
  recent_[address] = debt;
  earlier_.erase(address);
  latest_.store(std::max(latest_.load(std::memory_order_relaxed), debt), std::memory_order_relaxed);
}

}  // namespace signalbox::app
