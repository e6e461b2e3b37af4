// SPDX-License-Identifier: MIT
#include "signalbox/ops/heap.hpp"

#include <cstdlib>  // tells whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace signalbox {

void give_back_large_buffers() {
#ifdef __GLIBC__
  // glibc's own first choice; to set it is what keeps it.
  constexpr int kLarge = 128 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLarge);
#endif
}

}  // namespace signalbox
