// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/core.h>

#include <cstdio>
#include <utility>

namespace signalbox::simulation {

/// A line for everything that happens, for those who want to read it.
class Story {
 public:
  explicit Story(bool is_told) : is_told_(is_told) {}

  template <class... Args>
  void tell(fmt::format_string<Args...> line, Args&&... args) const {
    if (!is_told_) return;
    fmt::print(line, std::forward<Args>(args)...);
    std::putchar('\n');
  }

 private:
  bool is_told_;
};

}  // namespace signalbox::simulation
