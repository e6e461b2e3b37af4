// SPDX-License-Identifier: MIT
#include "unit/ops/run_options.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ops/option_table.hpp"
#include "support/catch.hpp"

namespace signalbox::test {

Surroundings::Surroundings() {
  for (const auto& option : option_table()) unsetenv(environment_name(option).c_str());
}

Surroundings::~Surroundings() {
  for (const auto& variable : variables_) unsetenv(variable.c_str());
  for (const auto& file : files_) std::filesystem::remove(file);
}

void Surroundings::set(const std::string& variable, const std::string& value) {
  variables_.push_back(variable);
  setenv(variable.c_str(), value.c_str(), 1);
}

std::string Surroundings::write_file(const std::string& content) {
  auto path = (std::filesystem::temp_directory_path() / "signalbox-options-XXXXXX").string();
  const int descriptor = mkstemp(path.data());
  REQUIRE(descriptor >= 0);
  close(descriptor);
  files_.push_back(path);
  std::ofstream(path) << content;
  return path;
}

Result run_options(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv{"signalbox"};
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  return parse_options(static_cast<int>(argv.size()), argv.data());
}

Settings settings_from(const std::vector<std::string>& arguments) {
  const auto result = run_options(arguments);
  if (const auto* exit = std::get_if<EarlyExit>(&result)) FAIL(exit->text);
  return std::get<Settings>(result);
}

std::string refusal_of(const std::vector<std::string>& arguments) {
  const auto result = run_options(arguments);
  if (!std::holds_alternative<EarlyExit>(result)) FAIL("accepted");
  const auto& [text, exit_code] = std::get<EarlyExit>(result);
  REQUIRE(exit_code == 2);
  const std::string name = "signalbox: ";
  REQUIRE(text.starts_with(name));
  REQUIRE(text.ends_with('\n'));
  return text.substr(name.size(), text.size() - name.size() - 1);
}

bool contains(const std::string& text, const std::string& part) {
  UNSCOPED_INFO("looking for: " << part << "\nin: " << text);
  return text.find(part) != std::string::npos;
}

}  // namespace signalbox::test
