// SPDX-License-Identifier: MIT
#include "support/tls_client.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace signalbox::test {
namespace {

void trust(SSL_CTX* context, const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate.get());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
}

}  // namespace

void TlsClient::Free::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
void TlsClient::Free::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsClient::TlsClient(const Options& options)
    : context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_.get())) {
  if (!options.trusted.empty()) {
    trust(context_.get(), options.trusted);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set1_host(ssl_.get(), "localhost");
  }
  if (options.version != 0) {
    SSL_set_min_proto_version(ssl_.get(), options.version);
    SSL_set_max_proto_version(ssl_.get(), options.version);
  }
  SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(options.protocols.data()),
                      static_cast<unsigned>(options.protocols.size()));
  if (options.resumed) SSL_set_session(ssl_.get(), options.resumed.get());
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_connect_state(ssl_.get());
  advance();
}

void TlsClient::send(std::string_view plaintext) {
  waiting_ += plaintext;
  advance();
}

void TlsClient::request_key_update() {
  SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
  SSL_do_handshake(ssl_.get());
}

void TlsClient::say_goodbye() { SSL_shutdown(ssl_.get()); }

std::string TlsClient::take_ciphertext() {
  BIO* const bio = SSL_get_wbio(ssl_.get());
  std::string bytes(BIO_ctrl_pending(bio), '\0');
  if (!bytes.empty()) BIO_read(bio, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

bool TlsClient::receive(std::string_view ciphertext) {
  BIO_write(SSL_get_rbio(ssl_.get()), ciphertext.data(), static_cast<int>(ciphertext.size()));
  return advance();
}

std::string TlsClient::take_plaintext() { return std::exchange(plaintext_, {}); }

bool TlsClient::advance() {
  std::array<char, 16 * 1024> buffer{};
  int read = 0;
  while ((read = SSL_read(ssl_.get(), buffer.data(), buffer.size())) > 0) {
    plaintext_.append(buffer.data(), static_cast<std::size_t>(read));
  }
  const int result = SSL_get_error(ssl_.get(), read);
  // Behind the server's goodbye the client may still speak.
  if (result != SSL_ERROR_WANT_READ && result != SSL_ERROR_ZERO_RETURN) {
    const char* const reason = ERR_reason_error_string(ERR_peek_error());
    error_ = reason == nullptr ? "" : reason;
    ERR_clear_error();
    return false;
  }
  if (is_connected() && !waiting_.empty()) {
    const std::string bytes = std::exchange(waiting_, {});
    if (SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0) {
      throw std::runtime_error("SSL_write");
    }
  }
  return result == SSL_ERROR_WANT_READ;
}

bool TlsClient::is_connected() const { return SSL_is_init_finished(ssl_.get()) == 1; }
bool TlsClient::is_resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

bool TlsClient::heard_goodbye() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0 && error_.empty();
}

std::string TlsClient::version() const { return SSL_get_version(ssl_.get()); }

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

std::shared_ptr<SSL_SESSION> TlsClient::session() const {
  return {SSL_get1_session(ssl_.get()), SSL_SESSION_free};
}

}  // namespace signalbox::test
