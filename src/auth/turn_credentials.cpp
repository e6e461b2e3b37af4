// SPDX-License-Identifier: MIT
#include "signalbox/auth/turn_credentials.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "signalbox/base/text/base64.hpp"

namespace signalbox::auth {
TurnCredentials make_turn_credentials(std::string_view secret, std::string_view username,
                                      std::chrono::sys_seconds expires) {
  std::string name = std::to_string(expires.time_since_epoch().count()) + ':';
  name += username;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data(),
           &size) == nullptr) {
    throw std::runtime_error("OpenSSL makes no HMAC with SHA-1, which TURN credentials need");
  }
  return {std::move(name), encode_base64({digest.data(), size})};
}

}  // namespace signalbox::auth
