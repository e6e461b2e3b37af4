// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "auth/evp_key.hpp"

namespace signalbox::test {

/// RFC 7515 section 2, without padding.
std::string base64url(std::string_view bytes);

/// A key that makes JSON Web Tokens: shares no code with the server's own way.
class SigningKey {
 public:
  static SigningKey secret(std::string bytes);
  static SigningKey rsa(std::size_t bits = 2048);
  static SigningKey curve(const char* name);  ///< as OpenSSL calls it: P-256
  static SigningKey ed25519();

  const std::string& secret_bytes() const { return secret_; }
  std::string public_pem() const;
  std::string private_pem(const char* passphrase = nullptr) const;
  /// RFC 7517; of a public key its public half.
  nlohmann::json jwk() const;

  /// The header says `alg` and whatever else is in `header`; signed with `alg`'s hash.
  std::string token(std::string_view alg, const nlohmann::json& claims,
                    nlohmann::json header = nlohmann::json::object()) const;

  /// RFC 7515 section 5.1, without the header.
  std::string sign(std::string_view alg, const std::string& text) const;

 private:
  std::string secret_;
  auth::EvpKey key_;  ///< null: it is the secret
};

}  // namespace signalbox::test
