// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "signalbox/base/limits.hpp"
#include "signalbox/base/on_duplicate.hpp"
#include "simulation/random.hpp"

namespace signalbox::simulation {

/// What differs from seed to seed besides chance.
struct Scenario {
  explicit Scenario(std::uint64_t seed) : random(seed) {
    workers = 1 + random.below(3);
    clients = 2 + random.below(5);
    has_namesakes = random.one_in(3);
    if (random.one_in(3)) on_duplicate = OnDuplicate::replace;
    is_tight = random.one_in(3);
    if (is_tight) {
      limits.mail_messages = 8;
      limits.outbox_bytes = 3000;
      limits.peers = 2;
    }
    has_realms = seed % 4 == 0;
    has_floods = seed % 5 == 1;
    is_cramped = seed % 7 == 2;
    if (is_cramped) {
      limits.mail_memory = 1500;
      limits.detached_sessions = 2;
    }
  }

  /// What a client says may be refused for want of room.
  bool may_refuse() const { return is_tight || is_cramped || has_floods; }

  Random random;
  std::size_t workers;
  std::size_t clients;
  std::size_t steps = 300;
  /// In which the client, by its number, is.
  std::string realm_of(std::size_t client) const {
    return has_realms && client % 2 == 1 ? "shop" : "";
  }

  bool has_namesakes;  ///< more clients than names
  bool is_tight;       ///< bounds of one client are reached
  bool is_cramped;     ///< and those of all: a session that is away may end for what others take
  bool has_floods;     ///< some send without end to one name, and chains of calls are away at once
  bool has_realms;
  OnDuplicate on_duplicate = OnDuplicate::reject;
  Limits limits;
};

}  // namespace signalbox::simulation
