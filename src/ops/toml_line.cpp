// SPDX-License-Identifier: MIT
#include "ops/toml_line.hpp"

namespace signalbox {
namespace {

std::string written(const std::string& value) {
  const bool has_digits_only =
      !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
  // A number in TOML does not begin with 0, but a file's mode may.
  if (has_digits_only && (value == "0" || value.front() != '0')) return value;
  // Between single quotation marks a backslash means itself.
  const char quote = value.find_first_of("\"\\") == std::string::npos ? '"' : '\'';
  return quote + value + quote;
}

}  // namespace

std::string toml_line(const Option& option, const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : ", ") + written(value);
  return std::string(option.key) + " = " + (is_list(option) ? "[" + all + "]" : all);
}

}  // namespace signalbox
