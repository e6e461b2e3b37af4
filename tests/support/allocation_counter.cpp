// SPDX-License-Identifier: MIT
#include "support/allocation_counter.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocations{0};
std::atomic<bool> counting{false};
thread_local bool is_counters_own = false;

}  // namespace

// For the whole program: what replaces one of them must replace all that may be used with it.
void* operator new(std::size_t size) {
  if (counting.load(std::memory_order_relaxed) && !is_counters_own) ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace signalbox::test {

AllocationCounter::AllocationCounter() {
  is_counters_own = true;
  allocations = 0;
  counting = true;
}

AllocationCounter::~AllocationCounter() {
  counting = false;
  is_counters_own = false;
}

std::size_t AllocationCounter::count() const { return allocations; }

}  // namespace signalbox::test
