// SPDX-License-Identifier: MIT
#include "dialect/native/json_check.hpp"

#include <algorithm>
#include <cstddef>

namespace signalbox::dialect::native {
namespace {

using simdjson::ondemand::json_type;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view trim_right(std::string_view token) {
  const auto last = token.find_last_not_of(" \t\r\n");
  return token.substr(0, last + 1);
}

/// Takes at least one digit off the front.
bool take_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

/// RFC 8259 section 6.
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (!take_digits(text)) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!take_digits(text)) return false;
  }
  return text.empty();
}

/// The length of the escape sequence at `text`, which begins with a backslash; 0: none is valid
/// (RFC 8259 section 7). Reads on only while what it read was right, so never past a quote.
std::size_t escape_length(const char* text) {
  if (text[1] != 'u') {
    constexpr std::string_view kSingle = R"("\/bfnrt)";
    return kSingle.find(text[1]) == std::string_view::npos ? 0 : 2;
  }
  for (int digit = 2; digit < 6; ++digit) {
    if (!is_hex_digit(text[digit])) return 0;
  }
  return 6;
}

bool is_well_formed(simdjson::ondemand::value value, int depth);

bool is_object_well_formed(simdjson::ondemand::object object, int depth) {
  for (auto field : object) {
    simdjson::ondemand::raw_json_string key;
    simdjson::ondemand::value value;
    if (field.key().get(key) != simdjson::SUCCESS || !are_escapes_valid(key.raw())) return false;
    if (field.value().get(value) != simdjson::SUCCESS) return false;
    if (!is_well_formed(value, depth)) return false;
  }
  return true;
}

bool is_array_well_formed(simdjson::ondemand::array array, int depth) {
  for (auto element : array) {
    simdjson::ondemand::value value;
    if (element.get(value) != simdjson::SUCCESS || !is_well_formed(value, depth)) return false;
  }
  return true;
}

bool is_scalar_well_formed(std::string_view token) {
  switch (token.front()) {
    case '"':
      return are_escapes_valid(token.data() + 1);
    case 't':
      return token == "true";
    case 'f':
      return token == "false";
    case 'n':
      return token == "null";
    default:
      return is_number(token);
  }
}

bool is_well_formed(simdjson::ondemand::value value, int depth) {
  json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type == json_type::object) {
    simdjson::ondemand::object object;
    return depth <= kDeepest && value.get_object().get(object) == simdjson::SUCCESS &&
           is_object_well_formed(object, depth + 1);
  }
  if (type == json_type::array) {
    simdjson::ondemand::array array;
    return depth <= kDeepest && value.get_array().get(array) == simdjson::SUCCESS &&
           is_array_well_formed(array, depth + 1);
  }
  const std::string_view token = trim_right(value.raw_json_token());
  if (token.empty() || !is_scalar_well_formed(token)) return false;
  // A string must be taken: where it is left for simdjson to skip and a colon follows, it is
  // skipped as a member's name, with all that follows up to any closing bracket.
  simdjson::ondemand::raw_json_string taken;
  return type != json_type::string || value.get_raw_json_string().get(taken) == simdjson::SUCCESS;
}

}  // namespace

bool are_escapes_valid(const char* text) {
  while (*text != '"') {
    if (*text != '\\') {
      ++text;
      continue;
    }
    const std::size_t length = escape_length(text);
    if (length == 0) return false;
    text += length;
  }
  return true;
}

std::optional<std::string_view> well_formed(simdjson::ondemand::value& value) {
  const std::string_view token = value.raw_json_token();
  if (!is_well_formed(value, 1)) return std::nullopt;
  if (token.front() != '{' && token.front() != '[') return trim_right(token);
  // The iterator is behind the closing bracket, at the comma or brace that follows.
  const char* next = nullptr;
  if (value.current_location().get(next) != simdjson::SUCCESS) return std::nullopt;
  return trim_right({token.data(), static_cast<std::size_t>(next - token.data())});
}

}  // namespace signalbox::dialect::native
