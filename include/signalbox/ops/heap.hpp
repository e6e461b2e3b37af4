// SPDX-License-Identifier: MIT
#pragma once

namespace signalbox {

/// Makes large buffers go back to the system when they are freed. By itself glibc keeps as much as
/// twice the largest that was ever freed, for each thread (mallopt(3), M_MMAP_THRESHOLD), so one
/// burst would be seen in the memory of a server for ever. Before the first thread is started.
void give_back_large_buffers();

}  // namespace signalbox
