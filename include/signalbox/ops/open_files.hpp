// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox {

/// How many files, and so connections, this process may have open.
std::size_t open_file_limit();

/// How many more it may have, without those that are kept: `own` that it will need itself, and 64
/// for the operator's port and for files; where the limit is low, a quarter of it. At least 1.
std::size_t spare_open_files(std::size_t own);

/// Raises that from what shells give (often 1,024) to what the administrator allows.
void raise_open_file_limit();

}  // namespace signalbox
