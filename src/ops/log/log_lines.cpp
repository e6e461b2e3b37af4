// SPDX-License-Identifier: MIT
#include "ops/log/log_lines.hpp"

#include <spdlog/pattern_formatter.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "signalbox/base/log_subject.hpp"

namespace signalbox {
namespace {

constexpr char kSubjectFlag = '*';
constexpr char kMessageFlag = '?';

using Buffer = spdlog::memory_buf_t;

void append(Buffer& line, std::string_view text) {
  line.append(text.data(), text.data() + text.size());
}

/// With its quotation marks. What is no UTF-8 comes from a client's request and is replaced.
std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void write_subject(const spdlog::details::log_msg&, Buffer& line) {
  const LogSubject* const subject = LogSubject::current();
  if (subject == nullptr) return;
  append(line, "session " + subject->session() + " ");
}

void write_json_subject(const spdlog::details::log_msg&, Buffer& line) {
  const LogSubject* const subject = LogSubject::current();
  if (subject == nullptr) return;
  append(line, R"("session":)" + json_string(subject->session()) + R"(,"event":)" +
                   json_string(subject->event()) + ",");
}

void write_json_message(const spdlog::details::log_msg& message, Buffer& line) {
  append(line, json_string({message.payload.data(), message.payload.size()}));
}

/// What a pattern's letter stands for.
template <void (*kWrite)(const spdlog::details::log_msg&, Buffer&)>
class Flag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, Buffer& line) override {
    kWrite(message, line);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Flag>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> make_text_lines() {
  auto lines = std::make_unique<spdlog::pattern_formatter>();
  lines->add_flag<Flag<write_subject>>(kSubjectFlag);
  lines->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %*%v");
  return lines;
}

std::unique_ptr<spdlog::formatter> make_json_lines() {
  auto lines = std::make_unique<spdlog::pattern_formatter>();
  lines->add_flag<Flag<write_json_subject>>(kSubjectFlag);
  lines->add_flag<Flag<write_json_message>>(kMessageFlag);
  lines->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%*"message":%?})");
  return lines;
}

}  // namespace signalbox
