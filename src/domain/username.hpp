// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace signalbox::domain {

/// 1 to 128 bytes without control characters (U+0000 to U+001F, U+007F to U+009F). The text is
/// UTF-8 already: the dialect sees to that.
bool is_valid_username(std::string_view username);

}  // namespace signalbox::domain
