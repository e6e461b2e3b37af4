// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox::bench {

/// What the kernel holds for everything on this machine. Only differences say something of a
/// server, and on loopback they hold the clients' ends too.
struct KernelMemory {
  std::size_t slab_bytes = 0;    ///< sockets, files, epoll entries and all else: /proc/meminfo
  std::size_t buffer_bytes = 0;  ///< data in TCP's queues: /proc/net/sockstat
};

KernelMemory kernel_memory();

}  // namespace signalbox::bench
