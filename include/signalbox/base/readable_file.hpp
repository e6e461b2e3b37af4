// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace signalbox {

/// Why nothing can be read from `file`, for the operator: the system's words, or "it is empty".
/// Nothing: it has a byte at least.
std::optional<std::string> why_unreadable(const std::filesystem::path& file);

}  // namespace signalbox
