// SPDX-License-Identifier: MIT
#include "ops/log/log_queue.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>

#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/log_capture.hpp"

namespace signalbox::test::log_queue_test {

namespace {

/// What the log is written to, and nobody reads before the test does.
class Pipe {
 public:
  Pipe() {
    REQUIRE(pipe2(ends_.data(), O_CLOEXEC) == 0);
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Pipe() {
    for (const int end : ends_) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int to() const { return ends_[1]; }

  /// All that was written so far.
  const std::string& text() {
    std::array<char, 65536> buffer{};
    ssize_t size = 0;
    while ((size = read(ends_[0], buffer.data(), buffer.size())) > 0) {
      text_.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text_;
  }

 private:
  std::array<int, 2> ends_{};
  std::string text_;
};

}  // namespace

TEST_CASE("lines are written in their order, all of them before the queue ends", "[ops][logging]") {
  Pipe pipe;
  std::string expected;
  {
    LogQueue queue(pipe.to());
    for (int i = 0; i < 1000; ++i) {
      const std::string line = "line " + std::to_string(i) + '\n';
      queue.put(line);
      expected += line;
    }
  }
  CHECK(pipe.text() == expected);
}

TEST_CASE("what a reader does not take is dropped, counted and said", "[ops][logging]") {
  const LogCapture log;
  Pipe pipe;
  const std::string line = std::string(1023, 'x') + '\n';
  constexpr std::size_t kLines = 4 * LogQueue::kMostWaiting / 1024;
  LogQueue queue(pipe.to());

  for (std::size_t i = 0; i < kLines; ++i) queue.put(line);

  CHECK(queue.dropped() > kLines / 4);
  CHECK(log.lines_with("missing") == 0);
  CHECK(eventually([&] { return pipe.text().size() == (kLines - queue.dropped()) * line.size(); }));
  const std::string said = std::to_string(queue.dropped()) + " lines of the log are missing here";
  CHECK(eventually([&] { return log.lines_with(said) == 1; }));
}

TEST_CASE("what cannot be written is dropped, and counted", "[ops][logging]") {
  const LogCapture log;
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  {
    LogQueue queue(full);
    queue.put("one\n");
    queue.put("two\n");
    CHECK(eventually([&] { return queue.dropped() == 2; }));
  }
  close(full);
  CHECK(log.lines_with("missing") == 0);
}

}  // namespace signalbox::test::log_queue_test
