// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "environment.hpp"

namespace signalbox::bench {

/// Work that goes on by itself once the loop turns.
class Work {
 public:
  virtual ~Work() = default;

  /// Units of work done so far.
  virtual std::uint64_t done() const = 0;

  /// The warm-up is over: forget its latencies.
  virtual void on_measuring() = 0;

  /// Does what is due by the clock and says when the next is.
  virtual TimePoint advance(TimePoint now);
};

/// What was used while the work was measured.
struct Measured {
  double seconds = 0;
  std::uint64_t units = 0;
  ServerUsage server;
  double own_cpu_seconds = 0;
};

/// Turns the loop: first the warm-up, then the measured time or number of units.
Measured measure(Environment& environment, Work& work);

/// Adds the rate and, if the server's process is known, its CPU time a unit; `unit` is "message",
/// say.
void add_cost(Row& row, const Environment& environment, const Measured& measured,
              const std::string& unit);

}  // namespace signalbox::bench
