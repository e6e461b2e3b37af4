// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox {

/// Makes large buffers go back to the system when they are freed. By itself glibc keeps as much as
/// twice the largest that was ever freed, for each thread (mallopt(3), M_MMAP_THRESHOLD), so one
/// burst would be seen in the memory of a server for ever. Before the first thread is started.
void give_back_large_buffers();

/// Makes memory between what is in use go back to the system, if that is much: what was held for a
/// crowd that has left, in pieces that glibc keeps. Any thread; it may take some milliseconds, in
/// which other threads wait for memory.
void give_back_unused_memory();

/// Memory of the process in the machine's, in bytes; 0 where there is no /proc.
std::size_t resident_memory();

}  // namespace signalbox
