// SPDX-License-Identifier: MIT
#include "signalbox/ops/heap.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>  // tells whether this is glibc
#include <fstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace signalbox {

void give_back_large_buffers() {
#ifdef __GLIBC__
  // A message that may just be so long has memory of its own, a record of TLS, which comes and goes
  // all the time, does not. glibc's own first choice is 128 KiB; to set it is what keeps it.
  constexpr int kLarge = 32 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLarge);
#endif
}

void give_back_unused_memory() {
#ifdef __GLIBC__
  // Less is not worth the time.
  constexpr std::size_t kMuch = std::size_t{32} * 1024 * 1024;
  constexpr std::size_t kFractionInUse = 4;
  const auto heap = mallinfo2();
  const std::size_t in_use = heap.uordblks + heap.hblkhd;
  if (resident_memory() > in_use + std::max(kMuch, in_use / kFractionInUse)) malloc_trim(0);
#endif
}

std::size_t resident_memory() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace signalbox
