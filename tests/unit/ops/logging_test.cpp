// SPDX-License-Identifier: MIT
#include "signalbox/ops/logging.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "signalbox/base/log_subject.hpp"
#include "support/catch.hpp"

namespace signalbox::test::logging_test {

namespace {

/// What is written to stderr while the action runs. It is a file then, not a terminal.
std::string stderr_of(const std::function<void()>& action) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  const int saved = dup(STDERR_FILENO);
  dup2(fileno(file.get()), STDERR_FILENO);
  action();
  dup2(saved, STDERR_FILENO);
  close(saved);

  std::rewind(file.get());
  std::array<char, 4096> text{};
  return {text.data(), std::fread(text.data(), 1, text.size(), file.get())};
}

/// Puts the default logger back, so that other tests log as before.
class KeepLogger {
 public:
  KeepLogger() = default;
  ~KeepLogger() { spdlog::set_default_logger(logger_); }
  KeepLogger(const KeepLogger&) = delete;
  KeepLogger& operator=(const KeepLogger&) = delete;
  KeepLogger(KeepLogger&&) = delete;
  KeepLogger& operator=(KeepLogger&&) = delete;

 private:
  std::shared_ptr<spdlog::logger> logger_ = spdlog::default_logger();
};

}  // namespace

TEST_CASE("lines of the level and above are written", "[ops][logging]") {
  struct Row {
    LogLevel level;
    const char* lines;
  };
  const auto row = GENERATE(values<Row>({{LogLevel::trace, "tdiwe"},
                                         {LogLevel::debug, "diwe"},
                                         {LogLevel::info, "iwe"},
                                         {LogLevel::warn, "we"},
                                         {LogLevel::error, "e"}}));
  const KeepLogger keep;
  const auto text = stderr_of([&row] {
    set_up_logging(row.level);
    spdlog::trace("@t");
    spdlog::debug("@d");
    spdlog::info("@i");
    spdlog::warn("@w");
    spdlog::error("@e");
  });
  std::string lines;
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    lines += text.at(at + 1);
  }
  CHECK(lines == row.lines);
}

TEST_CASE("a line has a time, a level and no colours in a file", "[ops][logging]") {
  const KeepLogger keep;
  const auto text = stderr_of([] {
    set_up_logging(LogLevel::info);
    spdlog::info("serving {}", 42);
  });
  const std::regex line(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d info serving 42\n)");
  CAPTURE(text);
  CHECK(std::regex_match(text, line));
}

TEST_CASE("a session's line carries its id", "[ops][logging]") {
  const KeepLogger keep;
  const auto text = stderr_of([] {
    set_up_logging(LogLevel::info);
    const LogSubject outer("0-1-1", "ended");
    {
      const LogSubject inner("0-2-1", "waits");
      spdlog::info("waits");
    }
    spdlog::info("ended");
  });
  CAPTURE(text);
  CHECK(text.find(" info session 0-2-1 waits\n") != std::string::npos);
  CHECK(text.find(" info session 0-1-1 ended\n") != std::string::npos);
}

TEST_CASE("as JSON a line is an object, whatever is in it", "[ops][logging]") {
  const KeepLogger keep;
  const auto text = stderr_of([] {
    set_up_logging(LogLevel::info, LogFormat::json);
    spdlog::warn("a \"quote\", a \\, a\nline and \xFF");
    const LogSubject subject("0-1-1", "ended");
    spdlog::info("ended");
  });
  CAPTURE(text);
  std::istringstream lines(text);
  std::string first;
  std::string second;
  REQUIRE(std::getline(lines, first));
  REQUIRE(std::getline(lines, second));

  auto warning = nlohmann::json::parse(first);
  const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d)");
  CHECK(std::regex_match(warning.at("time").get<std::string>(), time));
  warning.erase("time");
  CHECK(warning ==
        nlohmann::json{{"level", "warning"}, {"message", "a \"quote\", a \\, a\nline and \uFFFD"}});
  auto ended = nlohmann::json::parse(second);
  ended.erase("time");
  CHECK(ended ==
        nlohmann::json{
            {"level", "info"}, {"session", "0-1-1"}, {"event", "ended"}, {"message", "ended"}});
}

}  // namespace signalbox::test::logging_test
