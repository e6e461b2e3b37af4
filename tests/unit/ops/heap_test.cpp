// SPDX-License-Identifier: MIT
#include "signalbox/ops/heap.hpp"

#include "support/catch.hpp"

#ifdef __GLIBC__
#include <malloc.h>

#include <memory>
#include <string>
#include <vector>

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

TEST_CASE("What a crowd has left between what stays is given back", "[heap]") {
  constexpr std::size_t kPieces = 4096;
  constexpr std::size_t kSize = 16'000;
  if (mallinfo2().arena == 0) return;
  std::vector<std::string> stays;
  std::vector<std::string> goes;
  for (std::size_t i = 0; i < kPieces; ++i) {
    goes.emplace_back(kSize, 'x');
    // As large as the others: in a hole that an earlier test has left it would keep nothing.
    stays.emplace_back(kSize, 'x');
  }
  goes.clear();
  const std::size_t before = resident_memory();
  give_back_unused_memory();
  CHECK(resident_memory() + kPieces * kSize / 2 < before);
}

}  // namespace signalbox::test::heap_test
#endif
