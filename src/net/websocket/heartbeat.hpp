// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

#include "signalbox/base/clock.hpp"

namespace signalbox::net::websocket {

/// Decides when a client is pinged and when it is taken for dead: every interval, and after two
/// intervals in which nothing at all was heard of it.
class Heartbeat {
 public:
  enum class Action : std::uint8_t { none, ping, dead };

  explicit Heartbeat(TimePoint first_ping) : next_(first_ping) {}

  void heard() { heard_ = true; }

  /// When `tick` will do something next.
  TimePoint next() const { return next_; }

  Action tick(TimePoint now, std::chrono::milliseconds interval) {
    if (now < next_) return Action::none;
    missed_ = heard_ ? std::uint8_t{0} : static_cast<std::uint8_t>(missed_ + 1);
    if (missed_ == kMissedOfDead) return Action::dead;
    heard_ = false;
    next_ = now + interval;
    return Action::ping;
  }

 private:
  static constexpr std::uint8_t kMissedOfDead = 2;

  TimePoint next_;
  std::uint8_t missed_ = 0;
  bool heard_ = true;  ///< since the last ping
};

}  // namespace signalbox::net::websocket
