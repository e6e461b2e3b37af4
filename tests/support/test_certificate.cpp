// SPDX-License-Identifier: MIT
#include "support/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <stdexcept>

#include "support/pem_text.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test {
namespace {

constexpr long kDay = 24L * 60 * 60;
constexpr std::size_t kRsaBits = 2048;

EVP_PKEY* make_key(const char* type) {
  EVP_PKEY* const key = std::strcmp(type, "RSA") == 0
                            ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kRsaBits)
                            : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  if (key == nullptr) throw std::runtime_error("no key");
  return key;
}

void add_extension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

void TestCertificate::Free::operator()(X509* certificate) const { X509_free(certificate); }
void TestCertificate::Free::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

TestCertificate::TestCertificate(const Options& options)
    : key_(make_key(options.key_type)), certificate_(X509_new()) {
  static long serial = 0;
  X509* const made = certificate_.get();
  const TestCertificate& issuer = options.issuer == nullptr ? *this : *options.issuer;
  const std::string name = options.may_issue ? "issuer " + std::to_string(serial) : "localhost";
  X509_set_version(made, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made), -365 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(made), options.days_left * kDay);
  X509_set_pubkey(made, key_.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made, X509_get_subject_name(issuer.certificate_.get()));
  add_extension(made, NID_basic_constraints, options.may_issue ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(made, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  if (X509_sign(made, issuer.key_.get(), EVP_sha256()) == 0) throw std::runtime_error("X509_sign");
}

std::string TestCertificate::pem() const {
  return pem_text([this](BIO* bio) { PEM_write_bio_X509(bio, certificate_.get()); });
}

std::string TestCertificate::key_pem_with(const char* passphrase) const {
  return private_key_pem(key_.get(), passphrase);
}

const TlsFiles& test_tls_files() {
  static const TemporaryDirectory kFolder;
  static const TlsFiles kFiles = [] {
    const TestCertificate certificate;
    return TlsFiles{kFolder.write("cert.pem", certificate.pem()),
                    kFolder.write("key.pem", certificate.key_pem())};
  }();
  return kFiles;
}

}  // namespace signalbox::test
