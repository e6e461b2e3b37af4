// SPDX-License-Identifier: MIT
// The one file that knows where the repository is: where it lies makes no difference to the others,
// so that a compiler cache knows them in every clone.
#include "support/generated_file.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace signalbox::test {

std::string source_path(const std::string& name) { return SIGNALBOX_SOURCE_DIR "/" + name; }

std::string read_source(const std::string& name) {
  std::ifstream file(source_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_current(const std::string& name, const std::string& text) {
  if (std::getenv("SIGNALBOX_UPDATE_GENERATED") != nullptr) {
    std::ofstream(source_path(name), std::ios::binary) << text;
  }
  return read_source(name) == text;
}

}  // namespace signalbox::test
