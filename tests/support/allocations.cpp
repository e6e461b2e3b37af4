// SPDX-License-Identifier: MIT
#include "support/allocations.hpp"

#include <cstdlib>
#include <new>

namespace signalbox::test {
namespace {
thread_local Allocations counted;
}

Allocations allocations() { return counted; }

}  // namespace signalbox::test

// The standard library's array and nothrow forms call these two.
void* operator new(std::size_t size) {
  auto& counted = signalbox::test::counted;
  ++counted.made;
  counted.bytes += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  if (memory != nullptr) {
    ++signalbox::test::counted.given_back;
  }
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept { ::operator delete(memory); }
