// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::test {

/// What the first byte of a character says: how many bytes it has (0: it begins none), and the
/// first code point that needs so many.
struct Utf8Start {
  std::size_t size = 0;
  std::uint32_t first = 0;
  std::uint32_t bits = 0;  ///< of the code point in this byte
};

inline Utf8Start start_of(unsigned char byte) {
  if (byte < 0x80) return {1, 0, byte};
  if (byte >= 0xC0 && byte < 0xE0) return {2, 0x80, byte & 0x1FU};
  if (byte >= 0xE0 && byte < 0xF0) return {3, 0x800, byte & 0x0FU};
  if (byte >= 0xF0 && byte < 0xF8) return {4, 0x1'0000, byte & 0x07U};
  return {};
}

/// RFC 3629 as it is written, one character at a time: slow, and easy to believe.
inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Start start = start_of(static_cast<unsigned char>(text.front()));
    if (start.size == 0 || start.size > text.size()) return false;
    std::uint32_t code_point = start.bits;
    for (const char c : text.substr(1, start.size - 1)) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0U) != 0x80) return false;
      code_point = code_point << 6U | (byte & 0x3FU);
    }
    const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < start.first || code_point > 0x10'FFFF || is_surrogate) return false;
    text.remove_prefix(start.size);
  }
  return true;
}

}  // namespace signalbox::test
