// SPDX-License-Identifier: MIT
#include "domain/username.hpp"

#include <cstddef>

namespace signalbox::domain {
namespace {

constexpr std::size_t kLongestUsername = 128;

/// U+0080 to U+009F are C2 80 to C2 9F in UTF-8; C2 begins nothing else but U+00A0 to U+00BF.
bool has_control_character(std::string_view text) {
  unsigned char previous = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (previous == 0xC2 && byte <= 0x9F) return true;
    previous = byte;
  }
  return false;
}

}  // namespace

bool is_valid_username(std::string_view username) {
  return !username.empty() && username.size() <= kLongestUsername &&
         !has_control_character(username);
}

}  // namespace signalbox::domain
