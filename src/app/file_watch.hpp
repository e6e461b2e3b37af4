// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace signalbox::app {

/// Says when files have become others. One thread.
class FileWatch {
 public:
  explicit FileWatch(std::vector<std::filesystem::path> files);

  /// Returns true once for each change, and only when a look has found the same as the one before:
  /// a program that renews files writes one after the other.
  bool look();

 private:
  /// What changes when a file is written or replaced; all 0 where there is none.
  struct Stamp {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    ino_t inode = 0;
    off_t size = 0;

    bool operator==(const Stamp&) const = default;
  };

  std::vector<Stamp> stamps() const;

  std::vector<std::filesystem::path> files_;
  std::vector<Stamp> known_;
  std::vector<Stamp> seen_;  ///< at the last look
};

}  // namespace signalbox::app
