// SPDX-License-Identifier: MIT
#include "app/web_root.hpp"

#include <fmt/core.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace signalbox::app {

namespace fs = std::filesystem;

namespace {

/// Returns an empty path if it is not there.
fs::path find_beside_program(std::string_view folder) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const std::array candidates{
      program / "../share/signalbox" / folder,  // PREFIX/bin/signalbox
      program / "../.." / folder,               // build/release/signalbox
  };
  for (const fs::path& candidate : candidates) {
    if (fs::is_regular_file(candidate / "index.html", error)) return candidate;
  }
  return {};
}

}  // namespace

fs::path find_web_root(const fs::path& chosen) {
  std::error_code error;
  if (!chosen.empty()) {
    if (fs::is_directory(chosen, error)) return chosen;
    throw std::runtime_error(
        fmt::format("--web-root {}: there is no such folder", chosen.string()));
  }
  auto found = find_beside_program("web");
  if (!found.empty()) return found;
  throw std::runtime_error("the page's folder is not beside this program: give --web-root DIR");
}

fs::path find_dashboard() { return find_beside_program("dashboard"); }

}  // namespace signalbox::app
