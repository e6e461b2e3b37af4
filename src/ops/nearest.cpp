// SPDX-License-Identifier: MIT
#include "ops/nearest.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "ops/option_table.hpp"

namespace signalbox {
namespace {

struct OtherName {
  std::string_view name;
  std::string_view key;
};

constexpr std::array kOtherNames{
    OtherName{"port", "listen"},       OtherName{"host", "listen"},
    OtherName{"bind", "listen"},       OtherName{"address", "listen"},
    OtherName{"workers", "threads"},   OtherName{"root", "web-root"},
    OtherName{"verbose", "log-level"}, OtherName{"debug", "log-level"},
    OtherName{"stun", "ice-server"},   OtherName{"turn", "ice-server"},
    OtherName{"cert", "tls-cert"},     OtherName{"key", "tls-key"},
};

/// Levenshtein's: how many letters to insert, leave out or replace.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const auto replaced = diagonal + (from[i] == to[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_key(std::string_view written) {
  // Nobody types a name this long by mistake, and the comparison takes time.
  if (written.size() > 64) return "";
  const auto* const other = std::ranges::find(kOtherNames, written, &OtherName::name);
  if (other != kOtherNames.end()) return other->key;

  std::string_view nearest;
  auto fewest = std::numeric_limits<std::size_t>::max();
  for (const auto& option : option_table()) {
    const auto distance = edit_distance(written, option.key);
    if (distance < fewest) {
      fewest = distance;
      nearest = option.key;
    }
  }
  return fewest <= std::max(nearest.size(), written.size()) / 2 ? nearest : "";
}

}  // namespace signalbox
