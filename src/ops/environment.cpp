// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"

namespace signalbox {

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

}  // namespace signalbox
