// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ops/problem.hpp"

namespace signalbox {

/// What one source says about an option.
struct Given {
  std::string where;  ///< as the operator would find it: `--listen`, `SIGNALBOX_LISTEN`, …
  std::vector<std::string> values;
};

/// By the option's key. Of two sources, `merge` keeps what the first one says.
using GivenOptions = std::map<std::string, Given, std::less<>>;

struct CommandLine {
  bool help = false;
  bool version = false;
  bool check_config = false;
  bool print_config = false;
  GivenOptions options;
};

Parsed<CommandLine> read_command_line(int argc, const char* const* argv);

/// A variable that is set to nothing counts as not set: container set-ups leave such behind.
GivenOptions read_environment();

Parsed<GivenOptions> read_config_file(const Given& name);

}  // namespace signalbox
