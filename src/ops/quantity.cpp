// SPDX-License-Identifier: MIT
#include "ops/quantity.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <span>

namespace signalbox {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

// Of units with the same factor, the first is the one that is shown.
constexpr std::array kPlain{Unit{"", 1}};
constexpr std::array kBytes{
    Unit{"GiB", 1U << 30U}, Unit{"GB", 1U << 30U}, Unit{"G", 1U << 30U}, Unit{"MiB", 1U << 20U},
    Unit{"MB", 1U << 20U},  Unit{"M", 1U << 20U},  Unit{"KiB", 1024},    Unit{"KB", 1024},
    Unit{"k", 1024},        Unit{"", 1},           Unit{"B", 1},
};
constexpr std::array kDuration{Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1000},
                               Unit{"ms", 1}};

std::span<const Unit> units_of(Measure measure) {
  switch (measure) {
    case Measure::bytes:
      return kBytes;
    case Measure::duration:
      return kDuration;
    case Measure::plain:
      break;
  }
  return kPlain;
}

bool same_letters(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  });
}

}  // namespace

std::optional<std::uint64_t> parse_quantity(std::string_view text, Measure measure) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with(' ')) text.remove_prefix(1);

  const auto units = units_of(measure);
  const auto unit = std::ranges::find_if(
      units, [text](const Unit& candidate) { return same_letters(candidate.name, text); });
  if (unit == units.end()) return std::nullopt;
  if (number > std::numeric_limits<std::uint64_t>::max() / unit->factor) return std::nullopt;
  return number * unit->factor;
}

std::string show_quantity(std::uint64_t value, Measure measure) {
  const auto units = units_of(measure);
  const auto unit = std::ranges::find_if(units, [value](const Unit& candidate) {
    return candidate.factor == 1 || (value != 0 && value % candidate.factor == 0);
  });
  return std::to_string(value / unit->factor) + std::string(unit->name);
}

}  // namespace signalbox
