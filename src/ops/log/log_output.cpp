// SPDX-License-Identifier: MIT
#include "ops/log/log_output.hpp"

#include <poll.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

namespace signalbox {

std::size_t write_lines(int descriptor, std::string_view lines,
                        std::chrono::milliseconds patience) {
  std::size_t written = 0;
  while (written < lines.size()) {
    pollfd entry{.fd = descriptor, .events = POLLOUT, .revents = 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(patience.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    // A pipe that has room has it for this many bytes, so that the call does not wait.
    const std::string_view piece = lines.substr(written, PIPE_BUF);
    const ssize_t size = ::write(descriptor, piece.data(), piece.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (size < 0) break;
    written += static_cast<std::size_t>(size);
  }
  return written;
}

}  // namespace signalbox
