// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox {

/// How many files, and so connections, this process may have open.
std::size_t open_file_limit();

/// Raises that from what shells give (often 1,024) to what the administrator allows.
void raise_open_file_limit();

}  // namespace signalbox
