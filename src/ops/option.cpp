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

std::string_view noun(Measure measure) {
  if (measure == Measure::bytes) return "a size";
  return measure == Measure::duration ? "a time" : "a number";
}

}  // namespace

std::string environment_name(const Option& option) {
  std::string name = "SIGNALBOX_";
  for (const unsigned char letter : option.key) {
    name += letter == '-' ? '_' : static_cast<char>(std::toupper(letter));
  }
  return name;
}

bool is_list(const Option& option) { return std::holds_alternative<List>(option.kind); }

std::optional<Problem> apply(const Option& option, const std::vector<std::string>& values,
                             Settings& settings) {
  if (const auto* list = std::get_if<List>(&option.kind)) return set_list(*list, values, settings);

  const auto value = values.empty() ? std::string() : values.back();
  const bool accepted_value =
      std::visit(Match{[&](const auto& bound) { return set(bound, value, settings); },
                       [&](const Single& single) { return single.set(settings, value); },
                       [](const List&) { return true; }, [](const FileName&) { return true; }},
                 option.kind);
  if (accepted_value) return std::nullopt;
  return Problem{"'" + value + "' is not " + accepted(option) + "."};
}

std::vector<std::string> show(const Option& option, const Settings& settings) {
  using Values = std::vector<std::string>;
  return std::visit(
      Match{[&](const auto& bound) {
              return Values{show_quantity(plain(settings.limits.*bound.member), bound.measure)};
            },
            [&](const Single& single) { return Values{single.show(settings)}; },
            [&](const List& list) { return list.show(settings); },
            [](const FileName&) { return Values{}; }},
      option.kind);
}

std::string accepted(const Option& option) {
  return std::visit(Match{[](const auto& bound) {
                            return std::string(noun(bound.measure)) + " from " +
                                   show_quantity(bound.least, bound.measure) + " to " +
                                   show_quantity(bound.most, bound.measure);
                          },
                          [](const Single& single) { return std::string(single.accepts); },
                          [](const List& list) { return std::string(list.accepts); },
                          [](const FileName&) { return std::string("a file"); }},
                    option.kind);
}

std::string default_of(const Option& option) {
  if (!option.default_words.empty()) return std::string(option.default_words);
  std::string text;
  for (const auto& value : show(option, Settings{})) text += (text.empty() ? "" : ", ") + value;
  return text;
}

}  // namespace signalbox
