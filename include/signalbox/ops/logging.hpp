// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// Makes spdlog's default logger write lines of this level and above to stderr, text in colour only
/// on a terminal. The logger may be used from any thread; call this before there are any.
void set_up_logging(LogLevel level, LogFormat format = LogFormat::text);

/// These two from any thread, at any time.
void set_log_level(LogLevel level);
LogLevel log_level();

}  // namespace signalbox
