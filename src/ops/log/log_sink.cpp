// SPDX-License-Identifier: MIT
#include "ops/log/log_sink.hpp"

#include <spdlog/details/os.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "ops/log/log_output.hpp"

namespace signalbox {
namespace {

std::string_view colour_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
      return "\033[37m";
    case spdlog::level::debug:
      return "\033[36m";
    case spdlog::level::info:
      return "\033[32m";
    case spdlog::level::warn:
      return "\033[33m\033[1m";
    default:
      return "\033[31m\033[1m";
  }
}

constexpr std::string_view kNoColour = "\033[m";

}  // namespace

LogSink::LogSink()
    : is_coloured_(spdlog::details::os::in_terminal(stderr) &&
                   spdlog::details::os::is_color_terminal()) {}

void LogSink::begin_queue() {
  const std::scoped_lock lock(mutex_);
  queue_ = std::make_unique<LogQueue>(STDERR_FILENO);
}

void LogSink::end_queue() {
  std::unique_lock lock(mutex_);
  const std::unique_ptr<LogQueue> ending = std::exchange(queue_, nullptr);
  // The queue's thread may have something to say itself.
  lock.unlock();
}

std::uint64_t LogSink::dropped() {
  const std::scoped_lock lock(mutex_);
  return queue_ ? queue_->dropped() : 0;
}

void LogSink::sink_it_(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t buffer;
  formatter_->format(message, buffer);
  std::string line(buffer.data(), buffer.size());
  if (is_coloured_ && message.color_range_end > message.color_range_start) {
    line.insert(message.color_range_end, kNoColour);
    line.insert(message.color_range_start, colour_of(message.level));
  }
  if (queue_) return queue_->put(line);
  (void)write_lines(STDERR_FILENO, line, LogQueue::kPatience);
}

}  // namespace signalbox
