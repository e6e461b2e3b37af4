// SPDX-License-Identifier: MIT
#include "tls_session.hpp"

#include <openssl/err.h>

#include <array>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  throw Failure(what + ": " + reason.data());
}

}  // namespace

TlsContext make_tls_context() {
  TlsContext context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) != 1) {
    fail("setting up TLS");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  // What the socket does not take at once is tried again from another place, with more behind it.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

TlsSession::TlsSession(SSL_CTX& context, int descriptor, const std::string& server_name)
    : ssl_(SSL_new(&context), &SSL_free) {
  if (!ssl_ || SSL_set_fd(ssl_.get(), descriptor) != 1) fail("one more TLS connection");
  if (!server_name.empty()) SSL_set_tlsext_host_name(ssl_.get(), server_name.c_str());
  SSL_set_connect_state(ssl_.get());
}

bool TlsSession::shake_hands() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return true;
  if (!must_wait(result)) fail("the server does not speak TLS 1.3 with this client");
  return false;
}

std::ptrdiff_t TlsSession::read(std::span<char> into) {
  ERR_clear_error();
  std::size_t got = 0;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
  if (result == 1) return static_cast<std::ptrdiff_t>(got);
  return must_wait(result) ? -1 : 0;
}

std::ptrdiff_t TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  std::size_t sent = 0;
  const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent);
  if (result == 1) return static_cast<std::ptrdiff_t>(sent);
  return must_wait(result) ? 0 : -1;
}

void TlsSession::say_goodbye() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

bool TlsSession::must_wait(int result) const {
  const int error = SSL_get_error(ssl_.get(), result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

}  // namespace signalbox::bench
