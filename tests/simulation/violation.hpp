// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace signalbox::simulation {

/// The server has not kept what it promises.
class Violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class... Args>
void require(bool kept, fmt::format_string<Args...> broken, Args&&... args) {
  if (!kept) throw Violation(fmt::format(broken, std::forward<Args>(args)...));
}

}  // namespace signalbox::simulation
