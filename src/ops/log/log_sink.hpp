// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <cstdint>
#include <memory>
#include <mutex>

#include "ops/log/log_queue.hpp"

namespace signalbox {

/// Writes lines to stderr, text in colour only on a terminal: at once, or by a queue.
class LogSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  LogSink();

  /// Any thread: from here on no line waits for who reads it.
  void begin_queue();
  /// Any thread: writes what waits, within the queue's patience. Later lines are written at once.
  void end_queue();

  /// Any thread: lines that the queue has lost.
  std::uint64_t dropped();

 private:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

  bool is_coloured_;
  std::unique_ptr<LogQueue> queue_;  ///< null: at once
};

}  // namespace signalbox
