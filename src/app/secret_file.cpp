// SPDX-License-Identifier: MIT
#include "app/secret_file.hpp"

#include <fmt/core.h>

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
  FileText file = read_file(path);
  if (!file.trouble && file.text.empty()) file.trouble = "it is empty";
  if (file.trouble) refuse("cannot be read: " + *file.trouble);
  std::string secret = file.text.substr(0, file.text.find('\n'));
  if (secret.empty()) refuse("its first line is empty");
  return secret;
}

}  // namespace signalbox::app
