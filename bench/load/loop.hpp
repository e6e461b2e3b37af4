// SPDX-License-Identifier: MIT
#pragma once

#include <sys/epoll.h>

#include <array>
#include <chrono>
#include <memory>
#include <span>

namespace signalbox::bench {

class Client;

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/// Tells clients when their sockets can be read or written: one epoll, one thread.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  Loop(Loop&&) = delete;
  Loop& operator=(Loop&&) = delete;

  void add(int descriptor, Client& client, bool writable);
  void change(int descriptor, Client& client, bool writable);

  /// Waits until something is ready or `until` has come, and handles what is ready.
  void turn(TimePoint until);

  /// Every client reads into this.
  std::span<char> buffer() { return {buffer_.get(), kBuffer}; }

 private:
  static constexpr std::size_t kBuffer = 256 * 1024;

  void control(int operation, int descriptor, Client& client, bool writable) const;

  int epoll_;
  std::array<epoll_event, 512> events_{};
  std::unique_ptr<char[]> buffer_;
};

}  // namespace signalbox::bench
