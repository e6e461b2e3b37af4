// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "ops/option_sources.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// What `--print-config` prints: a configuration file of all options in force, each with where it
/// comes from, and without passwords.
std::string settings_text(const Settings& settings, const GivenOptions& given);

}  // namespace signalbox
