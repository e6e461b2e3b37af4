// SPDX-License-Identifier: MIT
#include "progress.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace signalbox::bench {
namespace {

std::chrono::seconds interval(bool terminal) { return std::chrono::seconds(terminal ? 1 : 10); }

}  // namespace

Progress::Progress(bool quiet)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1),
      next_(Clock::now() + interval(terminal_)) {}

void Progress::clear() {
  if (told_ && terminal_) (void)std::fputs("\r\x1B[K", stderr);
  told_ = false;
}

void Progress::tell(std::string_view doing, std::size_t done, std::size_t of) {
  if (quiet_ || Clock::now() < next_) return;
  next_ = Clock::now() + interval(terminal_);
  told_ = true;
  (void)std::fprintf(stderr, "%s%.*s: %zu of %zu%s", terminal_ ? "\r\x1B[K" : "",
                     static_cast<int>(doing.size()), doing.data(), done, of, terminal_ ? "" : "\n");
}

void Progress::tell_time(std::string_view doing, TimePoint begin, TimePoint end) {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const auto passed = duration_cast<seconds>(Clock::now() - begin).count();
  const auto all = duration_cast<seconds>(end - begin).count();
  tell(doing, static_cast<std::size_t>(passed), static_cast<std::size_t>(all));
}

}  // namespace signalbox::bench
