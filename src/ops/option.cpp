// SPDX-License-Identifier: MIT
#include "ops/option.hpp"

#include <algorithm>
#include <cctype>

namespace signalbox {
namespace {

/// One function for each kind of option; the compiler checks that none is missing.
template <typename... Functions>
struct Match : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Match(Functions...) -> Match<Functions...>;

std::uint64_t plain(std::uint64_t number) { return number; }
std::uint64_t plain(std::chrono::milliseconds time) {
  return static_cast<std::uint64_t>(time.count());
}

template <typename Number, Measure kMeasure>
bool set(const Bound<Number, kMeasure>& bound, const std::string& value, Settings& settings) {
  const auto number = parse_quantity(value, kMeasure);
  if (!number || *number < bound.least || *number > bound.most) return false;
  settings.limits.*bound.member = static_cast<Number>(*number);
  return true;
}

std::optional<Problem> set_list(const List& list, const std::vector<std::string>& values,
                                Settings& settings) {
  constexpr std::string_view kSeparators = ", \t";
  list.clear(settings);
  for (const std::string_view value : values) {
    auto begin = value.find_first_not_of(kSeparators);
    while (begin != std::string_view::npos) {
      const auto end = std::min(value.find_first_of(kSeparators, begin), value.size());
      if (auto problem = list.add(settings, value.substr(begin, end - begin))) return problem;
      begin = value.find_first_not_of(kSeparators, end);
    }
  }
  return std::nullopt;
}

template <typename Number, Measure kMeasure>
constexpr Measure measure_of(const Bound<Number, kMeasure>&) {
  return kMeasure;
}

std::string_view noun(Measure measure) {
  if (measure == Measure::bytes) return "a size";
  return measure == Measure::duration ? "a time" : "a number";
}

}  // namespace

std::string environment_name(const Option& option) {
  std::string name = "SIGNALBOX_";
  for (const char letter : option.key) {
    name +=
        letter == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return name;
}

bool is_list(const Option& option) { return std::holds_alternative<List>(option.kind); }

std::optional<Problem> apply(const Option& option, const std::vector<std::string>& values,
                             Settings& settings) {
  const auto value = values.empty() ? std::string() : values.back();
  const auto refusal = [&] { return "'" + value + "' is not " + accepted(option); };
  using Outcome = std::optional<Problem>;
  return std::visit(
      Match{[&](const auto& bound) -> Outcome {
              if (set(bound, value, settings)) return std::nullopt;
              return Problem{refusal() + "; write it like " + example_of(option) + "."};
            },
            [&](const Single& single) -> Outcome {
              if (single.set(settings, value)) return std::nullopt;
              return Problem{refusal() + "."};
            },
            [&](const List& list) { return set_list(list, values, settings); },
            [](const FileName&) { return Outcome(); }},
      option.kind);
}

std::vector<std::string> show(const Option& option, const Settings& settings) {
  using Values = std::vector<std::string>;
  return std::visit(
      Match{[&](const auto& bound) {
              return Values{show_quantity(plain(settings.limits.*bound.member), measure_of(bound))};
            },
            [&](const Single& single) { return Values{single.show(settings)}; },
            [&](const List& list) { return list.show(settings); },
            [](const FileName&) { return Values{}; }},
      option.kind);
}

bool same(const Option& option, const Settings& left, const Settings& right) {
  const auto* list = std::get_if<List>(&option.kind);
  if (list != nullptr && list->same != nullptr) return list->same(left, right);
  return show(option, left) == show(option, right);
}

bool needs_restart(const Option& option) {
  return std::visit(Match{[](const auto& bound) { return bound.needs_restart; },
                          [](const Single& single) { return single.take == nullptr; },
                          [](const List& list) { return list.take == nullptr; },
                          [](const FileName&) { return true; }},
                    option.kind);
}

void take(const Option& option, Settings& in_force, const Settings& read) {
  if (needs_restart(option)) return;
  std::visit(
      Match{[&](const auto& bound) { in_force.limits.*bound.member = read.limits.*bound.member; },
            [&](const Single& single) { single.take(in_force, read); },
            [&](const List& list) { list.take(in_force, read); }, [](const FileName&) {}},
      option.kind);
}

std::string accepted(const Option& option) {
  return std::visit(Match{[](const auto& bound) {
                            return std::string(noun(measure_of(bound))) + " from " +
                                   show_quantity(bound.least, measure_of(bound)) + " to " +
                                   show_quantity(bound.most, measure_of(bound));
                          },
                          [](const Single& single) { return std::string(single.accepts); },
                          [](const List& list) { return std::string(list.accepts); },
                          [](const FileName&) { return std::string("a file"); }},
                    option.kind);
}

std::string default_of(const Option& option) {
  return option.default_words.empty() ? example_of(option) : std::string(option.default_words);
}

std::string example_of(const Option& option) {
  if (!option.example.empty()) return std::string(option.example);
  const auto values = show(option, Settings{});
  return values.empty() ? "" : values.front();
}

}  // namespace signalbox
