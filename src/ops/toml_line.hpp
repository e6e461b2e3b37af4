// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "ops/option.hpp"

namespace signalbox {

/// The option with these values as a line of the configuration file: `key = "value"`, or
/// `key = ["one", "two"]` for a list.
std::string toml_line(const Option& option, const std::vector<std::string>& values);

}  // namespace signalbox
