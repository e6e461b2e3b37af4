// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace signalbox {

/// Waits until somebody reads, however long that takes.
inline constexpr std::chrono::milliseconds kForEver{-1};

/// Writes `lines` to a pipe, a file, a terminal or a socket, which may be blocking or not. Fewer
/// bytes than there are: nothing could be written for as long as `patience`, or at all.
std::size_t write_lines(int descriptor, std::string_view lines, std::chrono::milliseconds patience);

}  // namespace signalbox
