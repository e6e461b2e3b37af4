// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "ops/nearest.hpp"
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"

namespace signalbox {
namespace {

std::optional<Problem> add(const CLI::ConfigItem& item, const std::string& path,
                           GivenOptions& options) {
  const auto wrong = [&path](const std::string& what) { return Problem{path + ": " + what}; };
  if (!item.parents.empty()) {
    return wrong("has a section '" + item.parents.front() + "'; write keys without sections.");
  }
  const auto* option = find_option(item.name);
  if (option == nullptr) {
    const auto nearest = nearest_key(item.name);
    return wrong("There is no key '" + item.name + "'" +
                 (nearest.empty() ? "; docs/configuration.md lists the keys."
                                  : "; did you mean " + std::string(nearest) + "?"));
  }
  if (std::holds_alternative<FileName>(option->kind)) {
    return wrong("'" + item.name + "' cannot stand in a file, only on the command line.");
  }
  const auto [place, first] =
      options.emplace(item.name, Given{path + ": " + item.name, item.inputs});
  if (!first) return wrong("'" + item.name + "' is there twice; write one of them.");
  if (!is_list(*option) && item.inputs.size() != 1) {
    return wrong("'" + item.name + "' takes one value, not several.");
  }
  return std::nullopt;
}

}  // namespace

Parsed<GivenOptions> read_config_file(const std::string& path) {
  // A directory opens like an empty file.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Problem{"--config: '" + path + "' is a directory, not a file."};
  }
  std::ifstream file(path);
  if (!file) {
    return Problem{"--config: cannot read '" + path +
                   "': " + std::generic_category().message(errno) + "."};
  }
  GivenOptions options;
  try {
    for (const auto& item : CLI::ConfigTOML().from_config(file)) {
      if (auto problem = add(item, path, options)) return *problem;
    }
  } catch (const CLI::Error& error) {
    return Problem{path + ": " + error.what()};
  }
  return options;
}

}  // namespace signalbox
