// SPDX-License-Identifier: MIT
#include "signalbox/base/percent_decode.hpp"

#include <charconv>
#include <cstddef>

namespace signalbox {

std::optional<std::string> percent_decode(std::string_view text) {
  constexpr std::size_t kEscape = 3;
  std::string decoded;
  while (!text.empty()) {
    if (text.front() != '%') {
      decoded += text.front();
      text.remove_prefix(1);
      continue;
    }
    if (text.size() < kEscape) return std::nullopt;
    const char* const end = text.data() + kEscape;
    unsigned char byte = 0;
    const auto result = std::from_chars(text.data() + 1, end, byte, 16);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    decoded += static_cast<char>(byte);
    text.remove_prefix(kEscape);
  }
  return decoded;
}

}  // namespace signalbox
