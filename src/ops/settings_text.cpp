// SPDX-License-Identifier: MIT
#include "ops/settings_text.hpp"

#include "ops/option_table.hpp"
#include "ops/toml_line.hpp"

namespace signalbox {

std::string settings_text(const Settings& settings, const GivenOptions& given) {
  std::string text = "# signalbox --print-config: users and passwords are left out (***).\n";
  for (const auto& option : option_table()) {
    if (std::holds_alternative<FileName>(option.kind)) continue;
    const auto values = show(option, settings);
    const bool is_nothing = values.empty() || values.front().empty();
    const auto found = given.find(option.key);
    text += is_nothing ? "#" + std::string(option.key) : toml_line(option, values);
    text += "  # " + (found == given.end() ? "default" : found->second.where);
    text += (is_nothing ? ": " + default_of(option) : "") + "\n";
  }
  return text;
}

}  // namespace signalbox
