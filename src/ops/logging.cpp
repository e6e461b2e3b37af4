// SPDX-License-Identifier: MIT
#include "signalbox/ops/logging.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "ops/log_lines.hpp"

namespace signalbox {
namespace {

spdlog::level::level_enum for_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::trace:
      return spdlog::level::trace;
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void set_up_logging(LogLevel level, LogFormat format) {
  // The sink finds out by itself whether stderr is a terminal.
  auto sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("signalbox", std::move(sink));
  logger->set_level(for_spdlog(level));
  logger->set_formatter(format == LogFormat::json ? make_json_lines() : make_text_lines());
  spdlog::set_default_logger(std::move(logger));
}

void set_log_level(LogLevel level) { spdlog::set_level(for_spdlog(level)); }

LogLevel log_level() {
  for (const auto level : {LogLevel::trace, LogLevel::debug, LogLevel::info, LogLevel::warn}) {
    if (spdlog::get_level() == for_spdlog(level)) return level;
  }
  return LogLevel::error;
}

}  // namespace signalbox
