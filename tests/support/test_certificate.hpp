// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "signalbox/ops/settings.hpp"

namespace signalbox::test {

/// A certificate for localhost with its key, made when it is asked for.
class TestCertificate {
 public:
  struct Options {
    const TestCertificate* issuer = nullptr;  ///< null: vouches for itself
    int days_left = 30;                       ///< negative: has expired
    const char* key_type = "EC";              ///< or RSA
    bool may_issue = false;
  };

  TestCertificate() : TestCertificate(Options{}) {}
  explicit TestCertificate(const Options& options);

  std::string pem() const;
  std::string key_pem() const { return key_pem_with(nullptr); }
  std::string locked_key_pem() const { return key_pem_with("passphrase"); }

 private:
  struct Free {
    void operator()(X509* certificate) const;
    void operator()(EVP_PKEY* key) const;
  };

  std::string key_pem_with(const char* passphrase) const;

  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
};

/// Files that live as long as the tests.
const TlsFiles& test_tls_files();

}  // namespace signalbox::test
