// SPDX-License-Identifier: MIT
#include "signalbox/ops/open_files.hpp"

#include <sys/resource.h>

namespace signalbox {

std::size_t open_file_limit() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

void raise_open_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // Where even that is refused, the limit stays as it was and the start-up summary shows it.
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace signalbox
