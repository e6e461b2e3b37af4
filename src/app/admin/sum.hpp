// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace signalbox::app {

/// Over all threads, or all listeners: `read` takes the number from one of `owners`.
template <class Owners, class Read>
std::uint64_t sum(const Owners& owners, Read read) {
  std::uint64_t all = 0;
  for (const auto& owner : owners) all += read(owner);
  return all;
}

}  // namespace signalbox::app
