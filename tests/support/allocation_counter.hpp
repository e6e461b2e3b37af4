// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox::test {

/// Counts what all other threads take from the heap while it lives: with a server in this process
/// and its clients on this thread, what the server takes. One at a time.
class AllocationCounter {
 public:
  AllocationCounter();
  ~AllocationCounter();
  AllocationCounter(const AllocationCounter&) = delete;
  AllocationCounter& operator=(const AllocationCounter&) = delete;

  std::size_t count() const;
};

}  // namespace signalbox::test
