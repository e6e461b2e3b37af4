// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
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
  if (!is_list(*option) && item.inputs.size() != 1) {
    return wrong("'" + item.name + "' takes one value.");
  }
  Given given{path + ": " + item.name, item.inputs};
  // What newer versions of the reader put between two arrays of one key that follow each other.
  std::erase(given.values, "%%");
  if (!options.emplace(item.name, std::move(given)).second) {
    return wrong("'" + item.name + "' is there twice; keep one of them.");
  }
  return std::nullopt;
}

/// CLI11 2.1 sees that an array goes on in the next line only if more than its bracket stands in
/// the first one; so the two become one line.
std::istringstream joined(std::istream& file) {
  std::string text;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    const auto end = line.find_last_not_of(" \t");
    const bool opens =
        end != std::string::npos && line[end] == '[' && line.find('#') == std::string::npos;
    text += line + (opens ? ' ' : '\n');
  }
  return std::istringstream(text);
}

}  // namespace

Parsed<GivenOptions> read_config_file(const Given& name) {
  const auto& path = name.values.back();
  // A directory opens like an empty file.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Problem{name.where + ": '" + path + "' is a directory, not a file."};
  }
  std::ifstream file(path);
  if (!file) {
    return Problem{name.where + ": cannot read '" + path +
                   "': " + std::generic_category().message(errno) + "."};
  }
  GivenOptions options;
  try {
    auto lines = joined(file);
    for (const auto& item : CLI::ConfigTOML().from_config(lines)) {
      if (auto problem = add(item, path, options)) return *problem;
    }
  } catch (const CLI::Error& error) {
    return Problem{path + ": " + error.what()};
  }
  return options;
}

}  // namespace signalbox
