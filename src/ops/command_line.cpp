// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>

#include "ops/nearest.hpp"
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kSeeHelp = "; signalbox --help lists the options.";

Problem unknown(const std::string& argument) {
  if (!argument.starts_with('-')) {
    return {"'" + argument + "' is not an option" + std::string(kSeeHelp)};
  }
  auto key = argument.substr(std::min(argument.find_first_not_of('-'), argument.size()));
  key = key.substr(0, key.find('='));
  const auto nearest = nearest_key(key);
  return {
      "There is no option '" + argument.substr(0, argument.find('=')) + "'" +
      (nearest.empty() ? std::string(kSeeHelp) : "; did you mean --" + std::string(nearest) + "?")};
}

Problem no_value(const Option& option) {
  return {"--" + std::string(option.key) + " needs a value, such as " + example_of(option) + "."};
}

/// The reader's own message begins with `--key:`.
Problem no_value(const std::string& message) {
  const auto flag = message.substr(0, message.find(':'));
  const auto* option = flag.starts_with("--") ? find_option(flag.substr(2)) : nullptr;
  return option == nullptr ? Problem{message} : no_value(*option);
}

}  // namespace

Parsed<CommandLine> read_command_line(int argc, const char* const* argv) {
  CommandLine line;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.add_flag("-h,--help", line.help);
  app.add_flag("--version", line.version);
  app.add_flag("--check-config", line.check_config);
  app.add_flag("--print-config", line.print_config);
  std::map<std::string_view, std::vector<std::string>> values;
  for (const auto& option : option_table()) {
    app.add_option("--" + std::string(option.key), values[option.key])->allow_extra_args(false);
  }

  const std::span arguments(argv, static_cast<std::size_t>(std::max(argc, 0)));
  std::vector<std::string> backwards(arguments.rbegin(), arguments.rend());
  if (!backwards.empty()) backwards.pop_back();  // the program's name
  try {
    app.parse(backwards);
  } catch (const CLI::ArgumentMismatch& error) {
    return no_value(error.what());
  } catch (const CLI::ParseError& error) {
    return Problem{error.what()};
  }

  for (const auto& option : option_table()) {
    auto& given = values[option.key];
    if (given.empty()) continue;
    // The reader takes the next flag for the value of this one.
    if (given.back().starts_with("--")) return no_value(option);
    line.options.emplace(option.key, Given{"--" + std::string(option.key), std::move(given)});
  }
  if (const auto extras = app.remaining(); !extras.empty()) return unknown(extras.front());
  return line;
}

}  // namespace signalbox
