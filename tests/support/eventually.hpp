// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <thread>

namespace signalbox::test {

/// How long a test waits for something that should happen at once. Generous, because it is spent
/// only where the test fails, and the machine may be busy.
inline constexpr std::chrono::seconds kPatience{20};

/// Whether `condition` becomes true while somebody else (a thread, a process) works on it.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = kPatience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace signalbox::test
