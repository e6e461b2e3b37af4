// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// systemd, or another that started the program and wants to hear how it is, as sd_notify(3)
/// describes. Nobody is told anything where NOTIFY_SOCKET is not set.
class Supervisor {
 public:
  /// Reads the environment.
  Supervisor();

  /// Any thread; does not wait. Returns false if there is somebody to tell who could not be
  /// reached.
  bool tell(std::string_view state) const;

  /// It restarts a program that has not said `WATCHDOG=1` for so long. Returns nullopt if it does
  /// not watch.
  std::optional<std::chrono::microseconds> patience() const { return patience_; }

 private:
  std::string address_;  ///< of an AF_UNIX socket, with the leading zero of an abstract one
  std::optional<std::chrono::microseconds> patience_;
};

}  // namespace signalbox
