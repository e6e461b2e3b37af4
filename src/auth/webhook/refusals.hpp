// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>

#include "signalbox/auth/webhooks.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/failure.hpp"

namespace signalbox::auth {

/// Logins that were refused a moment ago, and are again without another question. One thread.
class Refusals {
 public:
  static constexpr std::chrono::seconds kKept{10};
  /// Of the newest; it remembers twice as many at most.
  static constexpr std::size_t kMost = 4096;

  void keep(const LoginQuestion& question, const Failure& failure, TimePoint now);

  std::optional<Failure> find(const LoginQuestion& question, TimePoint now) const;

  void clear();

  std::size_t size() const { return recent_.size() + earlier_.size(); }

 private:
  /// So that long tokens need no memory, and nobody can choose keys that are slow to find.
  using Digest = std::array<unsigned char, 32>;
  struct Refusal {
    Failure failure;
    TimePoint until;
  };
  using Generation = std::map<Digest, Refusal>;

  static Digest digest_of(const LoginQuestion& question);

  Generation recent_;
  Generation earlier_;
  TimePoint next_generation_;
};

}  // namespace signalbox::auth
