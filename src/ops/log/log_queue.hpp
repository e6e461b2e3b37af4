// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace signalbox {

/// Lines of the log that wait until a thread of its own has written them, so that no other thread
/// waits for who reads the log. What has no room, or cannot be written, is dropped and counted; a
/// warning says so in its place as soon as there is room again.
class LogQueue {
 public:
  /// Bytes that wait; as many again may be on their way to the reader.
  static constexpr std::size_t kMostWaiting = std::size_t{1} << 20U;

  /// Begins a thread: not before a fork.
  explicit LogQueue(int descriptor);

  /// Waits until all is written, but no longer than `kPatience`. A reader that does not
  /// read by then has lost it.
  ~LogQueue();
  LogQueue(const LogQueue&) = delete;
  LogQueue& operator=(const LogQueue&) = delete;
  LogQueue(LogQueue&&) = delete;
  LogQueue& operator=(LogQueue&&) = delete;

  static constexpr std::chrono::milliseconds kPatience{1000};

  /// Any thread; does not wait for the reader.
  void put(std::string_view line);

  /// Any thread: how many lines were lost so far.
  std::uint64_t dropped() const;

 private:
  struct State;

  static void write(State& state, int descriptor);

  std::shared_ptr<State> state_;  ///< shared with the thread, which may outlive the queue
};

}  // namespace signalbox
