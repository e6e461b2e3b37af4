// SPDX-License-Identifier: MIT
#include "signalbox/base/text/base64.hpp"

#include <openssl/evp.h>

#include <cstddef>

namespace signalbox {

std::string encode_base64(std::span<const unsigned char> bytes) {
  const std::size_t size = (bytes.size() + 2) / 3 * 4;
  std::string text(size + 1, '\0');  // OpenSSL writes a NUL behind the text.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                  static_cast<int>(bytes.size()));
  text.resize(size);
  return text;
}

}  // namespace signalbox
