// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox::test {

/// What this thread has done with `new` and `delete` so far; compare two to judge code in between.
struct Allocations {
  std::size_t made = 0;
  std::size_t given_back = 0;
  std::size_t bytes = 0;  ///< of those made

  std::size_t live() const { return made - given_back; }

  Allocations operator-(const Allocations& earlier) const {
    return {made - earlier.made, given_back - earlier.given_back, bytes - earlier.bytes};
  }
  Allocations& operator+=(const Allocations& more) {
    made += more.made;
    given_back += more.given_back;
    bytes += more.bytes;
    return *this;
  }
};

Allocations allocations();

}  // namespace signalbox::test
