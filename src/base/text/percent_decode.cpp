// SPDX-License-Identifier: MIT
#include "signalbox/base/text/percent_decode.hpp"

#include <cstddef>

#include "signalbox/base/text/parse_number.hpp"

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
    const auto byte = parse_number<unsigned char>(text.substr(1, kEscape - 1), /*base=*/16);
    if (!byte) return std::nullopt;
    decoded += static_cast<char>(*byte);
    text.remove_prefix(kEscape);
  }
  return decoded;
}

}  // namespace signalbox
