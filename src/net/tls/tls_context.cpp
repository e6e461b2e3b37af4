// SPDX-License-Identifier: MIT
#include "signalbox/net/tls_context.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <new>
#include <string_view>

#include "net/tls/ticket_keys.hpp"
#include "net/tls/tls_files.hpp"

namespace signalbox::net {
namespace {

/// For TLS 1.2, where there is a choice to make: forward secrecy and authenticated encryption. The
/// order is the client's: it knows whether it has AES in hardware.
constexpr const char* kTls12Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// RFC 7301: the protocol's name with its length before it.
constexpr std::string_view kHttp11 = "\x08http/1.1";

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  unsigned char* found = nullptr;
  const int result = SSL_select_next_proto(
      &found, chosen_size, reinterpret_cast<const unsigned char*>(kHttp11.data()),
      static_cast<unsigned>(kHttp11.size()), offered, offered_size);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_up(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, kTls12Ciphers);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // An idle connection holds no record buffers.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  // Clients resume by tickets, which they keep; what the server would keep has no bound that fits.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // A client needs one for its reconnect, which brings the next; OpenSSL would send two.
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

}  // namespace

void TlsContext::ContextFree::operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

TlsContext::TlsContext(const std::filesystem::path& certificate, const std::filesystem::path& key,
                       const TlsContext* earlier)
    : context_(SSL_CTX_new(TLS_server_method())) {
  if (!context_) throw std::bad_alloc();
  set_up(context_.get());
  TicketKeys::set_up(context_.get(), earlier == nullptr ? nullptr : earlier->native());
  use_certificate(context_.get(), certificate);
  use_key(context_.get(), key);
}

std::chrono::system_clock::time_point TlsContext::expires() const {
  std::tm time{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context_.get())), &time);
  return std::chrono::system_clock::from_time_t(timegm(&time));
}

}  // namespace signalbox::net
