// SPDX-License-Identifier: MIT
#include "signalbox/ops/open_files.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

namespace signalbox {
namespace {

/// 0 where there is no /proc.
std::size_t open_files() {
  std::error_code missing;
  const std::filesystem::directory_iterator files("/proc/self/fd", missing);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace

std::size_t open_file_limit() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

std::size_t spare_open_files(std::size_t own) {
  constexpr std::size_t kForOperator = 64;
  const std::size_t limit = open_file_limit();
  const std::size_t taken = std::min(own + kForOperator, limit / 4) + open_files();
  return limit > taken ? limit - taken : 1;
}

void raise_open_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // Where even that is refused, the limit stays as it was and the start-up summary shows it.
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace signalbox
