// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

#include "signalbox/base/clock.hpp"
#include "signalbox/net/address_block.hpp"

namespace signalbox::app {

/// Bounds how often one client address logs in, or fails to: as often at once as in a minute. Any
/// thread.
class LoginThrottle {
 public:
  /// `rate` logins a minute; 0: no limit, and nothing is counted.
  explicit LoginThrottle(std::uint32_t rate) : rate_(rate) {}

  /// From now on.
  void set_rate(std::uint32_t rate) { rate_.store(rate, std::memory_order_relaxed); }

  /// Counts a login, unless it comes too early: how long to wait before the next try. 0: go on.
  Clock::duration take(net::AddressBlock address, TimePoint now);

  /// The same without counting. Takes no lock while no address owes anything.
  Clock::duration wait(net::AddressBlock address, TimePoint now) const;

  /// Addresses that are remembered, at most `2 * kMost`.
  std::size_t size() const;

  /// An attacker with more addresses than this is not slowed down by a limit for each.
  static constexpr std::size_t kMost = 65'536;

 private:
  /// When all that an address has spent will have been earned again: a minute from its last login
  /// at the latest. Ordered, so that nobody can choose addresses that are slow to find.
  using Debts = std::map<net::AddressBlock, TimePoint>;

  TimePoint debt_of(net::AddressBlock address) const;
  void remember(net::AddressBlock address, TimePoint debt, TimePoint now);

  std::atomic<std::uint32_t> rate_;
  std::atomic<TimePoint> latest_{};  ///< of all debts
  mutable std::mutex mutex_;
  Debts recent_;   ///< of those who have come since the last change of generations
  Debts earlier_;  ///< of those who came in the generation before
  TimePoint next_generation_;
};

}  // namespace signalbox::app
