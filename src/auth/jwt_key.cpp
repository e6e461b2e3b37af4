// SPDX-License-Identifier: MIT
#include "auth/jwt_key.hpp"

#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace signalbox::auth {
namespace {

/// A shorter one than what the weakest algorithm's hash gives can be guessed, RFC 7518 section 3.2.
constexpr std::size_t kShortestSecret = 32;

constexpr int kLeastRsaBits = 2048;  // section 3.3

std::vector<jwt_alg_t> algorithms_of_curve(EVP_PKEY* key) {
  std::array<char, 64> name{};
  std::size_t size = 0;
  EVP_PKEY_get_group_name(key, name.data(), name.size(), &size);
  const std::string_view curve(name.data(), size);
  if (curve == "prime256v1") return {JWT_ALG_ES256};
  if (curve == "secp384r1") return {JWT_ALG_ES384};
  if (curve == "secp521r1") return {JWT_ALG_ES512};
  throw std::runtime_error("an elliptic curve's key is on P-256, P-384 or P-521");
}

std::vector<jwt_alg_t> algorithms_of(EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) return algorithms_of_curve(key);
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
    throw std::runtime_error("a key is RSA, for RS256, or an elliptic curve's, for ES256");
  }
  if (EVP_PKEY_get_bits(key) < kLeastRsaBits) {
    throw std::runtime_error("an RSA key has 2048 bits at least");
  }
  return {JWT_ALG_RS256, JWT_ALG_RS384, JWT_ALG_RS512};
}

}  // namespace

bool JwtKey::takes(jwt_alg_t algorithm) const {
  return std::ranges::find(algorithms, algorithm) != algorithms.end();
}

jwt_alg_t algorithm_named(const std::string& name) {
  const jwt_alg_t algorithm = jwt_str_alg(name.c_str());
  return algorithm != JWT_ALG_INVAL && name == jwt_alg_str(algorithm) ? algorithm : JWT_ALG_INVAL;
}

JwtKey make_secret_key(std::string secret) {
  if (secret.size() < kShortestSecret) {
    throw std::runtime_error(
        "a secret has 32 bytes at least; `openssl rand -hex 32` makes a good one");
  }
  return {.bytes = std::move(secret), .algorithms = {JWT_ALG_HS256, JWT_ALG_HS384, JWT_ALG_HS512}};
}

JwtKey make_public_key(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  char* text = nullptr;
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) {
    throw std::runtime_error("OpenSSL cannot write the key in PEM form");
  }
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {.bytes = std::string(text, static_cast<std::size_t>(size)),
          .algorithms = algorithms_of(key)};
}

JwtKey make_private_key(EVP_PKEY* key, std::string pem) {
  return {.bytes = std::move(pem), .algorithms = algorithms_of(key)};
}

}  // namespace signalbox::auth
