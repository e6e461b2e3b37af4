// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace signalbox {

/// The same as the project's version in CMakeLists.txt; a test compares the two.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace signalbox
