// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <memory>

namespace signalbox::auth {

struct FreeOpenssl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};

using EvpKey = std::unique_ptr<EVP_PKEY, FreeOpenssl>;
using Bio = std::unique_ptr<BIO, FreeOpenssl>;

}  // namespace signalbox::auth
