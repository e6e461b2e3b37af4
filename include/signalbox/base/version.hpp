// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace signalbox {

/// The server's, as in `--version` and in login answers.
extern const std::string_view kVersion;

}  // namespace signalbox
