// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// Makes spdlog's default logger write lines of this level and above to stderr, in colour only on
/// a terminal. The logger may be used from any thread; call this before there are any.
void set_up_logging(LogLevel level);

}  // namespace signalbox
