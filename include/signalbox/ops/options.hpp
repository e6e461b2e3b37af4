// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// What the program prints and returns instead of serving.
struct EarlyExit {
  static constexpr int kBadUsage = 2;

  std::string text;   ///< complete lines
  int exit_code = 0;  ///< 0: print to stdout (help, version, settings); otherwise to stderr
};

/// Reads the command line, then the environment, then the configuration file; the first that has
/// a value decides, and what none has keeps its default. Call it before there are threads: it
/// reads the environment.
std::variant<Settings, EarlyExit> parse_options(int argc, const char* const* argv);

/// The same again, for a server that runs: the file may say something else now. Throws
/// std::runtime_error with a sentence for the operator. Any thread, if none changes the
/// environment.
Settings reread_options(int argc, const char* const* argv);

/// A sentence for each variable of the environment that looks like one of ours and is none.
std::vector<std::string> unknown_variables();

/// What `--help` prints.
std::string options_help();

/// The whole of docs/configuration.md.
std::string options_markdown();

/// The whole of packaging/signalbox.toml: every key, commented out, with its default.
std::string options_toml();

/// The whole of packaging/signalbox.8.
std::string options_manual_page();

}  // namespace signalbox
