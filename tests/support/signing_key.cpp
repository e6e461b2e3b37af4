// SPDX-License-Identifier: MIT
#include "support/signing_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "support/pem_text.hpp"

namespace signalbox::test {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

const EVP_MD* hash_of(std::string_view alg) {
  if (alg.ends_with("384")) return EVP_sha384();
  return alg.ends_with("512") ? EVP_sha512() : EVP_sha256();
}

std::string big_endian(const BIGNUM* number, int size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

std::string number_of(EVP_PKEY* key, const char* parameter, int size = 0) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, parameter, &number) != 1) throw std::runtime_error(parameter);
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> owner(number, BN_free);
  return big_endian(number, size == 0 ? BN_num_bytes(number) : size);
}

int coordinate_size(EVP_PKEY* key) { return (EVP_PKEY_get_bits(key) + 7) / 8; }

/// RFC 7518 section 3.4: both numbers one behind the other, instead of DER.
std::string without_der(const std::string& der, int size) {
  const unsigned char* at = bytes_of(der);
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  return big_endian(ECDSA_SIG_get0_r(signature.get()), size) +
         big_endian(ECDSA_SIG_get0_s(signature.get()), size);
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

SigningKey SigningKey::secret(std::string bytes) {
  SigningKey key;
  key.secret_ = std::move(bytes);
  return key;
}

SigningKey SigningKey::rsa(std::size_t bits) {
  SigningKey key;
  key.key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
  return key;
}

SigningKey SigningKey::curve(const char* name) {
  SigningKey key;
  key.key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", name));
  return key;
}

SigningKey SigningKey::ed25519() {
  SigningKey key;
  key.key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  return key;
}

std::string SigningKey::public_pem() const {
  return pem_text([this](BIO* bio) { PEM_write_bio_PUBKEY(bio, key_.get()); });
}

std::string SigningKey::private_pem(const char* passphrase) const {
  return private_key_pem(key_.get(), passphrase);
}

nlohmann::json SigningKey::jwk() const {
  if (!key_) return {{"kty", "oct"}, {"k", base64url(secret_)}};
  EVP_PKEY* const key = key_.get();
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
    return {{"kty", "RSA"},
            {"n", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_N))},
            {"e", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_E))}};
  }
  const int size = coordinate_size(key);
  return {{"kty", "EC"},
          {"crv", "P-" + std::to_string(EVP_PKEY_get_bits(key))},
          {"x", base64url(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, size))},
          {"y", base64url(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, size))}};
}

std::string SigningKey::token(std::string_view alg, const nlohmann::json& claims,
                              nlohmann::json header) const {
  header["alg"] = alg;
  const std::string text = base64url(header.dump()) + '.' + base64url(claims.dump());
  return text + '.' + base64url(sign(alg, text));
}

std::string SigningKey::sign(std::string_view alg, const std::string& text) const {
  if (!key_) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    HMAC(hash_of(alg), secret_.data(), static_cast<int>(secret_.size()), bytes_of(text),
         text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size);
    digest.resize(size);
    return digest;
  }
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  std::size_t size = 0;
  EVP_DigestSignInit(context.get(), nullptr, hash_of(alg), nullptr, key_.get());
  EVP_DigestSign(context.get(), nullptr, &size, bytes_of(text), text.size());
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(text), text.size()) != 1) {
    throw std::runtime_error("cannot sign");
  }
  signature.resize(size);
  const bool is_curve = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC;
  return is_curve ? without_der(signature, coordinate_size(key_.get())) : signature;
}

}  // namespace signalbox::test
