// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <variant>

namespace signalbox {

/// What is wrong with something an operator wrote and what would be right, for the operator.
struct Problem {
  std::string text;
};

template <typename Value>
using Parsed = std::variant<Value, Problem>;

}  // namespace signalbox
