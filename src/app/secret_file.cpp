// SPDX-License-Identifier: MIT
#include "app/secret_file.hpp"

#include <fmt/core.h>

#include <fstream>
#include <stdexcept>

namespace signalbox::app {

std::string read_secret_file(std::string_view option, const std::filesystem::path& path,
                             std::string_view advice) {
  if (path.empty()) return "";
  std::string secret;
  std::ifstream file(path);
  if (std::getline(file, secret) && !secret.empty()) return secret;
  throw std::runtime_error(
      fmt::format("{} {}: cannot be read, or is empty. {}", option, path.string(), advice));
}

}  // namespace signalbox::app
