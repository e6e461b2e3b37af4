// SPDX-License-Identifier: MIT
// Any text as a JWK Set: keys that check something, or a sentence that says what is wrong.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <typeinfo>

#include "auth/jwk.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto keys = signalbox::auth::parse_jwk_set({reinterpret_cast<const char*>(data), size});
    require(!keys.empty());
    for (const auto& key : keys) {
      require(!key.bytes.empty() && !key.algorithms.empty());
      require(!key.takes(JWT_ALG_NONE) && !key.takes(JWT_ALG_INVAL));
      // With a public key for a secret everybody could sign.
      require(!(key.takes(JWT_ALG_HS256) && key.bytes.find("PUBLIC KEY") == 0));
    }
  } catch (const std::runtime_error& error) {
    require(typeid(error) == typeid(std::runtime_error) && *error.what() != '\0');
  }
  return 0;
}
