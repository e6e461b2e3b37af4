// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace signalbox::auth {

/// Levels that a text of somebody else's may be nested. The library's `dump`, its copies and its
/// comparisons use the stack for each of them.
inline constexpr std::size_t kDeepestJson = 32;

/// Longest part of such a text that is repeated to whoever has written it, in bytes.
inline constexpr std::size_t kLongestEcho = 64;

struct ParsedJson {
  nlohmann::json value{};
  std::string problem{};  ///< for people, what is wrong with the text; empty: nothing is
};

/// Reads what others have written. A member that stands there twice is a problem, because others
/// may go by the other one.
ParsedJson parse_json(std::string_view text);

/// A member of an object; empty where there is none, as for all that is no string.
inline std::string text_of(const nlohmann::json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace signalbox::auth
