// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

#include "signalbox/ops/settings.hpp"

namespace signalbox {

class LogSink;

/// Makes spdlog's default logger write lines of this level and above to stderr, text in colour only
/// on a terminal. The logger may be used from any thread; call this before there are any.
void set_up_logging(LogLevel level, LogFormat format = LogFormat::text);

/// These two from any thread, at any time.
void set_log_level(LogLevel level);
LogLevel log_level();

/// From any thread: lines that were lost because nobody took them, since the start.
std::uint64_t dropped_log_lines();

/// While it lives a thread of its own writes the log, and no other waits for who reads it. At its
/// end all is written that somebody reads within a second. After `set_up_logging`; threads do
/// not survive a fork, so not before one.
class LogInBackground {
 public:
  LogInBackground();
  ~LogInBackground();
  LogInBackground(const LogInBackground&) = delete;
  LogInBackground& operator=(const LogInBackground&) = delete;
  LogInBackground(LogInBackground&&) = delete;
  LogInBackground& operator=(LogInBackground&&) = delete;

 private:
  std::shared_ptr<LogSink> sink_;  ///< null: a test writes the log
};

}  // namespace signalbox
