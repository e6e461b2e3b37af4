// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace signalbox {

/// Readable bytes that follow every received message, so that SIMD code may load whole
/// registers at its end. Their values do not matter.
inline constexpr std::size_t kReadPadding = 64;

}  // namespace signalbox
