// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "ops/option.hpp"

namespace signalbox {

/// Every option, in the order of the help; those of one group follow each other. The flags, the
/// environment, the file, the help and docs/configuration.md all come from here.
std::span<const Option> option_table();

/// Null if there is no such option.
const Option* find_option(std::string_view key);

}  // namespace signalbox
