// SPDX-License-Identifier: MIT
#include "app/secret_file.hpp"

#include <fmt/core.h>

#include <fstream>
#include <stdexcept>
#include <string>

#include "signalbox/base/readable_file.hpp"

namespace signalbox::app {

std::string read_secret_file(std::string_view option, const std::filesystem::path& path,
                             std::string_view advice) {
  if (path.empty()) return "";
  const auto refuse = [&](std::string_view what) {
    throw std::runtime_error(fmt::format("{} {}: {}. {}", option, path.string(), what, advice));
  };
  if (const auto why = why_unreadable(path)) refuse("cannot be read: " + *why);
  std::string secret;
  std::ifstream file(path);
  if (!std::getline(file, secret) || secret.empty()) refuse("its first line is empty");
  return secret;
}

}  // namespace signalbox::app
