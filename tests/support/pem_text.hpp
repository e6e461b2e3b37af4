// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstddef>
#include <string>

#include "auth/evp_key.hpp"

namespace signalbox::test {

/// What `write` puts into a memory BIO.
template <class Write>
std::string pem_text(Write write) {
  const auth::Bio bio(BIO_new(BIO_s_mem()));
  write(bio.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

/// Encrypted, if there is a passphrase.
inline std::string private_key_pem(EVP_PKEY* key, const char* passphrase) {
  const EVP_CIPHER* const cipher = passphrase == nullptr ? nullptr : EVP_aes_128_cbc();
  return pem_text([&](BIO* bio) {
    PEM_write_bio_PrivateKey(bio, key, cipher, nullptr, 0, nullptr, const_cast<char*>(passphrase));
  });
}

}  // namespace signalbox::test
