// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace signalbox::bench {

/// What the server's process has used, all its threads together.
struct ServerUsage {
  double cpu_seconds = 0;     ///< exact to the nanosecond where the kernel lets us
  double user_seconds = 0;    ///< of them; from /proc, exact to a clock tick, 10 ms
  double system_seconds = 0;  ///< the same
};

/// The server's process, seen from outside: on this machine only.
class ServerProcess {
 public:
  explicit ServerProcess(pid_t pid);

  /// Whoever listens on this TCP port; needs the right to look into that process.
  static std::optional<ServerProcess> listening_on(std::uint16_t port);

  pid_t pid() const { return pid_; }
  ServerUsage usage() const;
  /// Its pages in memory.
  std::size_t resident_bytes() const;

 private:
  pid_t pid_;
};

}  // namespace signalbox::bench
