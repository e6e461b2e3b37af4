// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace signalbox::test {

/// What the server logs goes here, and not to the terminal. Make it before the server's threads
/// are there, and let it outlive them.
class LogCapture {
 public:
  LogCapture() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink_)); }
  ~LogCapture() { spdlog::set_default_logger(before_); }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  std::size_t lines_with(std::string_view text) const {
    const auto lines = sink_->last_formatted();
    return static_cast<std::size_t>(std::ranges::count_if(
        lines, [&](const std::string& line) { return line.find(text) != std::string::npos; }));
  }

 private:
  static constexpr std::size_t kKept = 8192;

  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> sink_ =
      std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(kKept);
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

}  // namespace signalbox::test
