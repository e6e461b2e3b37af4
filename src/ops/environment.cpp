// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>

#include "ops/nearest.hpp"
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"
#include "signalbox/ops/options.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kPrefix = "SIGNALBOX_";

/// The key that `name` would be the variable of: `MAX_PEERS` is `max-peers`.
std::string key_of(std::string_view name) {
  std::string key(name);
  std::ranges::transform(key, key.begin(), [](unsigned char letter) {
    return letter == '_' ? '-' : static_cast<char>(std::tolower(letter));
  });
  return key;
}

bool is_known(std::string_view name) {
  return std::ranges::any_of(
      option_table(), [&](const Option& option) { return environment_name(option) == name; });
}

}  // namespace

GivenOptions read_environment() {
  GivenOptions options;
  for (const auto& option : option_table()) {
    const auto name = environment_name(option);
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') continue;
    options.emplace(option.key, Given{name, {value}});
  }
  return options;
}

std::vector<std::string> unknown_variables() {
  std::vector<std::string> sentences;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    if (!text.starts_with(kPrefix)) continue;
    const std::string_view name = text.substr(0, text.find('='));
    if (is_known(name)) continue;
    const auto* const nearest = find_option(nearest_key(key_of(name.substr(kPrefix.size()))));
    sentences.push_back(std::string(name) + " in the environment is no option" +
                        (nearest == nullptr
                             ? ", and ignored"
                             : "; did you mean " + environment_name(*nearest) + "?"));
  }
  return sentences;
}

}  // namespace signalbox
