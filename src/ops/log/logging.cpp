// SPDX-License-Identifier: MIT
#include "signalbox/ops/logging.hpp"

#include <spdlog/spdlog.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "ops/log/log_lines.hpp"
#include "ops/log/log_sink.hpp"

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

/// Returns null if a test has put another one in its place.
std::shared_ptr<LogSink> sink_in_use() {
  const auto& sinks = spdlog::default_logger_raw()->sinks();
  return sinks.empty() ? nullptr : std::dynamic_pointer_cast<LogSink>(sinks.front());
}

}  // namespace

void set_up_logging(LogLevel level, LogFormat format) {
  auto logger = std::make_shared<spdlog::logger>("signalbox", std::make_shared<LogSink>());
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

std::uint64_t dropped_log_lines() {
  const auto sink = sink_in_use();
  return sink ? sink->dropped() : 0;
}

LogInBackground::LogInBackground() : sink_(sink_in_use()) {
  if (sink_) sink_->begin_queue();
}

LogInBackground::~LogInBackground() {
  if (sink_) sink_->end_queue();
}

}  // namespace signalbox
