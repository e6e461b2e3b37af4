// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "signalbox/ops/options.hpp"

namespace signalbox::test {

/// Environment variables and configuration files that are gone when it goes.
class Surroundings {
 public:
  Surroundings();  ///< no variable of ours is set
  ~Surroundings();
  Surroundings(const Surroundings&) = delete;
  Surroundings& operator=(const Surroundings&) = delete;
  Surroundings(Surroundings&&) = delete;
  Surroundings& operator=(Surroundings&&) = delete;

  void set(const std::string& variable, const std::string& value);
  std::string write_file(const std::string& content);  ///< its path

 private:
  std::vector<std::string> variables_;
  std::vector<std::string> files_;
};

using Result = std::variant<Settings, EarlyExit>;

/// As if `signalbox` had been started with these arguments.
Result run_options(const std::vector<std::string>& arguments);

/// The settings; fails the test if there are none.
Settings settings_from(const std::vector<std::string>& arguments);

/// What stderr would hear, without the program's name and the line's end; fails the test if the
/// arguments are accepted.
std::string refusal_of(const std::vector<std::string>& arguments);

/// Catch2's own matcher for this has another name in each of its versions.
bool contains(const std::string& text, const std::string& part);

}  // namespace signalbox::test
