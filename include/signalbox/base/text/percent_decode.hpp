// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// RFC 3986 section 2.1. Returns nullopt if a percent sign has no two hexadecimal digits behind it.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace signalbox
