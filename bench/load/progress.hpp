// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "loop.hpp"

namespace signalbox::bench {

/// Says on stderr how far a run is, so that nobody wonders whether it hangs: once a second, on one
/// line of a terminal; every ten seconds elsewhere.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  void tell(std::string_view doing, std::size_t done, std::size_t of);

  /// The same in seconds since `begin`.
  void tell_time(std::string_view doing, TimePoint begin, TimePoint end);

  /// Takes the line away: something else is to be printed.
  void clear();

 private:
  bool quiet_;
  bool terminal_;
  bool told_ = false;
  TimePoint next_;
};

}  // namespace signalbox::bench
