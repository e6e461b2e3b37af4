// SPDX-License-Identifier: MIT
#include "signalbox/base/readable_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace signalbox {

std::optional<std::string> why_unreadable(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  // A folder can be opened, but not read.
  if (stream && stream.peek() != std::ifstream::traits_type::eof()) return std::nullopt;
  return errno == 0 ? "it is empty" : std::strerror(errno);
}

}  // namespace signalbox
