// SPDX-License-Identifier: MIT
#include "auth/base64url.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>

namespace signalbox::auth {

std::optional<std::string> decode_base64url(std::string_view text) {
  const std::size_t padding = (4 - text.size() % 4) % 4;
  if (padding == 3 || text.find_first_not_of(kBase64urlDigits) != std::string_view::npos) {
    return std::nullopt;
  }
  std::string digits(text);
  std::ranges::replace(digits, '-', '+');
  std::ranges::replace(digits, '_', '/');
  digits.append(padding, '=');
  std::string bytes(digits.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(digits.data()),
                                   static_cast<int>(digits.size()));
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

}  // namespace signalbox::auth
