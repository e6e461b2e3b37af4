// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/eventually.hpp"

namespace signalbox::test {

/// The real program as a process of its own, killed with this object if it still runs.
class Program {
 public:
  struct Options {
    std::vector<std::string> arguments;
    std::optional<rlim_t> open_files{};  ///< what `ulimit -n` sets
  };

  explicit Program(Options options);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number);

  /// Nothing: it has not ended in time. Killed by a signal: the signal's number, negative.
  std::optional<int> wait_for_exit(std::chrono::milliseconds patience = kPatience);

  /// What it has written so far.
  std::string output();
  std::string errors();

  /// Whether `text` is written to stderr in time.
  bool says(std::string_view text, std::chrono::milliseconds patience = kPatience);

  /// As `prlimit --nofile`: it gets no descriptor of that number or above any more.
  void limit_descriptors(rlim_t number) const;

  /// The number that its next descriptor gets.
  rlim_t next_descriptor() const;

  /// The most memory that it has used so far, in bytes.
  std::size_t peak_memory() const;

  /// The port that the start-up summary tells, of the first address.
  std::uint16_t port();

  /// The operator's, at 127.0.0.1.
  std::uint16_t admin_port();

 private:
  std::uint16_t port_behind(std::string_view words);

  struct Stream {
    int descriptor = -1;
    std::string text;
    void drain();
  };

  pid_t pid_ = -1;
  int pidfd_ = -1;
  std::optional<int> exit_;
  Stream output_;
  Stream errors_;
};

/// A server on any free port of 127.0.0.1 that serves `web_root`, with more `arguments`.
std::vector<std::string> serve(const std::string& web_root,
                               const std::vector<std::string>& arguments = {});

}  // namespace signalbox::test
