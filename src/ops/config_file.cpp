// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "ops/nearest.hpp"
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"
#include "signalbox/base/readable_file.hpp"

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

/// The line without a comment and the white space around it.
std::string_view content(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r";
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char letter = line[i];
    if (quote == '\0' && letter == '#') {
      line = line.substr(0, i);
    } else if (quote == '\0' && (letter == '"' || letter == '\'')) {
      quote = letter;
    } else if (letter == quote) {
      quote = '\0';
    }
  }
  line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
  return line.substr(0, line.find_last_not_of(kSpace) + 1);
}

/// CLI11's reader misses an array whose first line is only its bracket, and takes comments in the
/// following lines for values; so it gets each array in one line. Nothing if the last array has no
/// end.
std::optional<std::string> with_whole_arrays(std::istream& file) {
  std::string text;
  bool in_array = false;
  for (std::string line; std::getline(file, line);) {
    const auto rest = content(line);
    const auto equals = rest.find('=');
    const bool begins =
        equals != std::string_view::npos && content(rest.substr(equals + 1)).starts_with('[');
    in_array = (in_array || begins) && !rest.ends_with(']');
    text += std::string(rest) + (in_array ? ' ' : '\n');
  }
  if (in_array) return std::nullopt;
  return text;
}

}  // namespace

Parsed<GivenOptions> read_config_file(const Given& name) {
  const auto& path = name.values.back();
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Problem{name.where + ": '" + path + "' is a directory, not a file."};
  }
  const FileText file = read_file(path);
  if (file.trouble) {
    return Problem{name.where + ": cannot read '" + path + "': " + *file.trouble + "."};
  }
  std::istringstream given(file.text);
  const auto text = with_whole_arrays(given);
  if (!text) return Problem{path + ": An array does not end; write ] after its last value."};
  GivenOptions options;
  try {
    std::istringstream lines(*text);
    for (const auto& item : CLI::ConfigTOML().from_config(lines)) {
      if (auto problem = add(item, path, options)) return *problem;
    }
  } catch (const CLI::Error& error) {
    return Problem{path + ": " + error.what()};
  }
  return options;
}

}  // namespace signalbox
