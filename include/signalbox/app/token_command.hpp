// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/ops/options.hpp"

namespace signalbox::app {

/// `signalbox token …`: the arguments begin with `token`. A token, or what is wrong.
EarlyExit run_token_command(int argc, const char* const* argv);

}  // namespace signalbox::app
