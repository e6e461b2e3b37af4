// SPDX-License-Identifier: MIT
// One pass from front to back that checks the grammar and remembers nothing but its place. Strings
// are most of a message, so they are looked at a block at a time for the first byte that means
// something in them. Objects and arrays recurse, 32 levels deep at most.
#include "dialect/native/json_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <experimental/simd>

#include "signalbox/base/read_padding.hpp"

namespace signalbox::dialect::native {
namespace {

namespace simd = std::experimental;

/// As many bytes as the processor compares at once.
using Block = simd::native_simd<unsigned char>;
static_assert(Block::size() <= kReadPadding);

/// How many bytes of the block at `text` come before one that means something in a string: its
/// closing quote, a backslash, or a control character, which may not stand there.
std::size_t plain_length(const char* text) {
  constexpr int kBackslash = '\\';
  // One comparison for two: with that bit flipped the quote is the first byte behind the control
  // characters, which stay among themselves.
  constexpr int kFlipped = 2;
  constexpr int kQuote = '"' ^ kFlipped;
  static_assert(kQuote == ' ');
  const Block block(text, simd::element_aligned);
  const auto special = (block ^ kFlipped) <= kQuote || block == kBackslash;
  if (simd::none_of(special)) return Block::size();
  return static_cast<std::size_t>(simd::find_first_set(special));
}

/// The length of the escape sequence that has this byte behind its backslash; 0: none has
/// (RFC 8259 section 7).
constexpr auto kEscapeLengths = [] {
  std::array<std::uint8_t, 256> lengths{};
  for (const char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'}) {
    lengths[static_cast<unsigned char>(c)] = 2;
  }
  lengths['u'] = 6;
  return lengths;
}();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Of the valid escape sequence at `text`, which begins with a backslash; otherwise 0.
std::size_t escape_length(const char* text) {
  const std::size_t length = kEscapeLengths[static_cast<unsigned char>(text[1])];
  return length == 6 && !std::all_of(text + 2, text + 6, is_hex_digit) ? 0 : length;
}

}  // namespace

std::optional<std::string_view> JsonScanner::string() {
  skip_space();
  const char* const begin = next_;
  if (!is_next('"') || !skip_string()) return std::nullopt;
  return std::string_view(begin, next_);
}

std::optional<std::string_view> JsonScanner::value() {
  skip_space();
  const char* const begin = next_;
  if (!skip_value(0)) return std::nullopt;
  return std::string_view(begin, next_);
}

bool JsonScanner::at_end() {
  skip_space();
  return next_ == end_;
}

bool JsonScanner::is_behind_space(char token) {
  skip_space();
  return is_next(token);
}

void JsonScanner::skip_spaces() {
  while (next_ != end_ && is_space(*next_)) ++next_;
}

/// At the value's first byte. `depth`: of the objects and arrays around it.
bool JsonScanner::skip_value(int depth) {
  if (next_ == end_) return false;
  switch (*next_) {
    case '"':
      return skip_string();
    case '{':
      return depth < kDeepest && skip_object(depth + 1);
    case '[':
      return depth < kDeepest && skip_array(depth + 1);
    case 't':
      return skip_word("true");
    case 'f':
      return skip_word("false");
    case 'n':
      return skip_word("null");
    default:
      return skip_number();
  }
}

bool JsonScanner::skip_object(int depth) {
  ++next_;
  if (take('}')) return true;
  do {
    skip_space();
    if (!is_next('"') || !skip_string() || !take(':')) return false;
    skip_space();
    if (!skip_value(depth)) return false;
  } while (take(','));
  return take('}');
}

bool JsonScanner::skip_array(int depth) {
  ++next_;
  if (take(']')) return true;
  do {
    skip_space();
    if (!skip_value(depth)) return false;
  } while (take(','));
  return take(']');
}

/// At the opening quote. What is read may reach into the padding, where nothing counts.
bool JsonScanner::skip_string() {
  const char* text = next_ + 1;
  while (text < end_) {
    const std::size_t plain = plain_length(text);
    text += plain;
    if (plain == Block::size()) continue;
    if (text >= end_) return false;
    if (*text == '"') {
      next_ = text + 1;
      return true;
    }
    // Lines of a session description end with two escapes in a row.
    do {
      const std::size_t length = *text == '\\' ? escape_length(text) : 0;
      if (length == 0) return false;
      text += length;
    } while (text < end_ && *text == '\\');
  }
  return false;
}

/// RFC 8259 section 6. What may follow a number is its surroundings' business.
bool JsonScanner::skip_number() {
  if (is_next('-')) ++next_;
  if (is_next('0')) {
    ++next_;
  } else if (!skip_digits()) {
    return false;
  }
  if (is_next('.')) {
    ++next_;
    if (!skip_digits()) return false;
  }
  if (is_next('e') || is_next('E')) {
    ++next_;
    if (is_next('+') || is_next('-')) ++next_;
    if (!skip_digits()) return false;
  }
  return true;
}

/// At least one.
bool JsonScanner::skip_digits() {
  const char* const begin = next_;
  while (next_ != end_ && is_digit(*next_)) ++next_;
  return next_ != begin;
}

bool JsonScanner::skip_word(std::string_view word) {
  if (!std::string_view(next_, end_).starts_with(word)) return false;
  next_ += word.size();
  return true;
}

}  // namespace signalbox::dialect::native
