// SPDX-License-Identifier: MIT
#pragma once

#include <jwt.h>

#include <string>
#include <vector>

#include "auth/evp_key.hpp"

namespace signalbox::auth {

/// What tokens are signed or checked with. Its kind decides by which algorithms: if a token could
/// choose, everybody could sign with a public key as if that were a secret (RFC 8725 section 3.1).
struct JwtKey {
  std::string id{};   ///< `kid`; empty: has none
  std::string bytes;  ///< the secret, or the key in PEM form
  std::vector<jwt_alg_t> algorithms;

  bool takes(jwt_alg_t algorithm) const;
  const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(bytes.data()); }
  int size() const { return static_cast<int>(bytes.size()); }
};

/// What `alg` names; JWT_ALG_INVAL: nothing that a key here takes. Its case counts, RFC 7515
/// section 4.1.1; libjwt takes any.
jwt_alg_t algorithm_named(const std::string& name);

// All throw std::runtime_error that says what is wrong with the key.

JwtKey make_secret_key(std::string secret);
JwtKey make_public_key(EVP_PKEY* key);

/// To sign with; `pem` is the private key that `key` was read from.
JwtKey make_private_key(EVP_PKEY* key, std::string pem);

}  // namespace signalbox::auth
