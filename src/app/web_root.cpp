// SPDX-License-Identifier: MIT
#include "app/web_root.hpp"

#include <fmt/core.h>

#include <array>
#include <stdexcept>
#include <system_error>

namespace signalbox::app {

namespace fs = std::filesystem;

fs::path find_web_root(const fs::path& chosen) {
  std::error_code error;
  if (!chosen.empty()) {
    if (fs::is_directory(chosen, error)) return chosen;
    throw std::runtime_error(
        fmt::format("--web-root {}: there is no such folder", chosen.string()));
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  const std::array candidates{
      program / "../share/signalbox/web",  // PREFIX/bin/signalbox
      program / "../../web",               // build/release/signalbox
  };
  for (const fs::path& candidate : candidates) {
    if (fs::is_regular_file(candidate / "index.html", error)) return candidate;
  }
  throw std::runtime_error("the page's folder is not beside this program: give --web-root DIR");
}

}  // namespace signalbox::app
