// SPDX-License-Identifier: MIT
#include "signalbox/ops/changes.hpp"

#include "ops/option_table.hpp"

namespace signalbox {
namespace {

std::string show_all(const Option& option, const Settings& settings) {
  std::string all;
  for (const auto& value : show(option, settings)) all += (all.empty() ? "" : ", ") + value;
  return all.empty() ? "not set" : all;
}

std::string describe(const Option& option, const Settings& before, const Settings& after) {
  const auto was = show_all(option, before);
  const auto is = show_all(option, after);
  const std::string key(option.key);
  return was == is ? key + " has other credentials" : key + " is " + is + ", was " + was;
}

}  // namespace

Changes take_over(Settings& in_force, const Settings& read) {
  Changes changes;
  const Settings before = in_force;
  for (const auto& option : option_table()) {
    if (same(option, before, read)) continue;
    auto& told = needs_restart(option) ? changes.for_restart : changes.taken;
    told.push_back(describe(option, before, read));
    take(option, in_force, read);
  }
  return changes;
}

}  // namespace signalbox
