// SPDX-License-Identifier: MIT
#include "app/file_watch.hpp"

#include <sys/stat.h>

#include <utility>

namespace signalbox::app {

FileWatch::FileWatch(std::vector<std::filesystem::path> files)
    : files_(std::move(files)), known_(stamps()), seen_(known_) {}

bool FileWatch::look() {
  auto now = stamps();
  const bool is_settled = now == seen_;
  seen_ = std::move(now);
  if (!is_settled || seen_ == known_) return false;
  known_ = seen_;
  return true;
}

std::vector<FileWatch::Stamp> FileWatch::stamps() const {
  std::vector<Stamp> all;
  for (const auto& file : files_) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) status = {};
    all.push_back({status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ino, status.st_size});
  }
  return all;
}

}  // namespace signalbox::app
