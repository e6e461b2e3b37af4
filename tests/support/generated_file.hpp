// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace signalbox::test {

/// A file of the repository, which SIGNALBOX_SOURCE_DIR finds.
inline std::string read_source(const std::string& name) {
  std::ifstream file(SIGNALBOX_SOURCE_DIR "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Whether the file in the repository is the generated text; it is, once it has been written.
inline bool is_current(const std::string& name, const std::string& text) {
  if (std::getenv("SIGNALBOX_UPDATE_GENERATED") != nullptr) {
    std::ofstream(SIGNALBOX_SOURCE_DIR "/" + name, std::ios::binary) << text;
  }
  return read_source(name) == text;
}

}  // namespace signalbox::test
