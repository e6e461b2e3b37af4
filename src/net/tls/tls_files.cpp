// SPDX-License-Identifier: MIT
#include "net/tls/tls_files.hpp"

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "signalbox/base/readable_file.hpp"

namespace signalbox::net {
namespace {

namespace fs = std::filesystem;

/// The options, by whose names the operator knows the files.
constexpr std::string_view kCertificate = "--tls-cert";
constexpr std::string_view kKey = "--tls-key";

std::runtime_error failure(std::string_view option, const fs::path& file, std::string_view what) {
  return std::runtime_error(fmt::format("{} {}: {}", option, file.string(), what));
}

void require_readable(std::string_view option, const fs::path& file) {
  if (const auto why = why_unreadable(file)) {
    throw failure(option, file,
                  "cannot be read: " + *why +
                      ". Give the path of a PEM file that the server's user may read");
  }
}

/// What OpenSSL says of the failure, which is forgotten then.
std::string take_reason() {
  const char* const text = ERR_reason_error_string(ERR_peek_error());
  std::string reason = text == nullptr ? "OpenSSL does not say why" : text;
  ERR_clear_error();
  return reason;
}

/// Without it OpenSSL would ask at the terminal, which a daemon does not have.
int note_passphrase_wanted(char*, int, int, void* wanted) {
  *static_cast<bool*>(wanted) = true;
  return -1;
}

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

std::unique_ptr<EVP_PKEY, Free> read_key(const fs::path& file) {
  const std::unique_ptr<BIO, Free> bio(BIO_new_file(file.c_str(), "r"));
  bool passphrase_wanted = false;
  std::unique_ptr<EVP_PKEY, Free> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, note_passphrase_wanted, &passphrase_wanted));
  if (key) return key;
  ERR_clear_error();
  if (passphrase_wanted) {
    throw failure(
        kKey, file,
        "is locked with a passphrase, which nobody can type for a server. Unlock it: "
        "openssl pkey -in LOCKED -out KEY, and keep it readable for the server's user only");
  }
  throw failure(kKey, file,
                "holds no private key in PEM form: that begins with a line like "
                "-----BEGIN PRIVATE KEY-----");
}

}  // namespace

void use_certificate(SSL_CTX* context, const fs::path& file) {
  require_readable(kCertificate, file);
  if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1) return;
  const unsigned long error = ERR_peek_error();
  if (ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE) {
    ERR_clear_error();
    throw failure(kCertificate, file,
                  "holds no certificate in PEM form: that begins with the line "
                  "-----BEGIN CERTIFICATE-----. One in DER form is converted by "
                  "openssl x509 -inform DER -in DER_FILE -out PEM_FILE");
  }
  throw failure(kCertificate, file,
                "is of no use as a certificate: " + take_reason() + ". Have a new one issued");
}

void use_key(SSL_CTX* context, const fs::path& file) {
  require_readable(kKey, file);
  const auto key = read_key(file);
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1) {
    ERR_clear_error();
    throw failure(kKey, file,
                  "is not the key of the first certificate in --tls-cert. Give the two files that "
                  "were issued together, the server's own certificate first in its file");
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) == 1) return;
  throw failure(kKey, file, "is of no use as a key: " + take_reason() + ". Make a new one");
}

}  // namespace signalbox::net
