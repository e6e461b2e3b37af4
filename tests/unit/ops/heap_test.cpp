// SPDX-License-Identifier: MIT
#include "signalbox/ops/heap.hpp"

#include "support/catch.hpp"

#ifdef __GLIBC__
#include <malloc.h>

#include <memory>

namespace signalbox::test::heap_test {

namespace {

/// Whether a buffer of so many bytes has memory of its own, which goes back when it is freed.
bool is_given_back(std::size_t size) {
  const std::size_t before = mallinfo2().hblks;
  const auto buffer = std::make_unique_for_overwrite<char[]>(size);
  return mallinfo2().hblks == before + 1;
}

}  // namespace

TEST_CASE("A large buffer is given back also after a larger one was", "[heap]") {
  constexpr std::size_t kMebibyte = 1024 * 1024;
  // Sanitizers have a heap of their own, of which glibc knows nothing.
  if (mallinfo2().arena == 0) return;
  give_back_large_buffers();
  CHECK(is_given_back(30 * kMebibyte));
  CHECK(is_given_back(20 * kMebibyte));
}
#endif

}  // namespace signalbox::test::heap_test
