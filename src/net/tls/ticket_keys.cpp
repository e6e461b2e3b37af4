// SPDX-License-Identifier: MIT
#include "net/tls/ticket_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>

namespace signalbox::net {
namespace {

// What the callback tells OpenSSL, SSL_CTX_set_tlsext_ticket_key_evp_cb(3).
constexpr int kFailed = -1;
constexpr int kUnknown = 0;
constexpr int kGood = 1;
constexpr int kGoodAndToBeRenewed = 2;

/// Where a context keeps its keys, which end with it.
int place_in_context() {
  static const int place = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr, [](void*, void* keys, CRYPTO_EX_DATA*, int, long, void*) {
        delete static_cast<TicketKeys*>(keys);
      });
  return place;
}

void fill(std::span<unsigned char> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL has no random bytes for the keys of session tickets");
  }
}

}  // namespace

TicketKeys::TicketKeys(const TicketKeys* earlier) {
  fill(current_.name);
  fill(current_.encryption);
  fill(current_.authentication);
  if (earlier != nullptr) previous_ = earlier->current_;
}

TicketKeys::~TicketKeys() {
  OPENSSL_cleanse(&current_, sizeof(current_));
  if (previous_) OPENSSL_cleanse(&*previous_, sizeof(*previous_));
}

void TicketKeys::set_up(SSL_CTX* context, SSL_CTX* earlier) {
  auto keys = std::make_unique<TicketKeys>(earlier == nullptr ? nullptr : of(earlier));
  if (SSL_CTX_set_ex_data(context, place_in_context(), keys.get()) != 1) throw std::bad_alloc();
  (void)keys.release();
  SSL_CTX_set_tlsext_ticket_key_evp_cb(context, use);
}

const TicketKeys* TicketKeys::of(const SSL_CTX* context) {
  return static_cast<const TicketKeys*>(SSL_CTX_get_ex_data(context, place_in_context()));
}

int TicketKeys::use(SSL* session, unsigned char* name, unsigned char* vector,
                    EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, int encrypting) {
  const TicketKeys& keys = *of(SSL_get_SSL_CTX(session));
  const bool is_new = encrypting != 0;
  const Key* const key = is_new ? &keys.current_ : keys.find(name);
  if (key == nullptr) return kUnknown;
  if (is_new) {
    std::ranges::copy(key->name, name);
    if (RAND_bytes(vector, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1) return kFailed;
  }
  // OpenSSL takes what it only reads as if it wrote it.
  auto authentication = key->authentication;
  std::array<char, 7> digest{"SHA256"};
  const std::array<OSSL_PARAM, 3> parameters{
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, authentication.data(),
                                        authentication.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  const bool has_mac = EVP_MAC_CTX_set_params(mac, parameters.data()) == 1;
  OPENSSL_cleanse(authentication.data(), authentication.size());
  if (!has_mac || EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key->encryption.data(),
                                    vector, encrypting) != 1) {
    return kFailed;
  }
  // With TLS 1.3 each ticket is for one use.
  const bool is_to_be_renewed =
      !is_new && (key != &keys.current_ || SSL_version(session) >= TLS1_3_VERSION);
  return is_to_be_renewed ? kGoodAndToBeRenewed : kGood;
}

const TicketKeys::Key* TicketKeys::find(const unsigned char* name) const {
  if (std::ranges::equal(current_.name, std::span(name, current_.name.size()))) return &current_;
  if (previous_ && std::ranges::equal(previous_->name, std::span(name, previous_->name.size()))) {
    return &*previous_;
  }
  return nullptr;
}

}  // namespace signalbox::net
