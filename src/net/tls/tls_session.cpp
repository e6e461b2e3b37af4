// SPDX-License-Identifier: MIT
#include "net/tls/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <new>
#include <utility>

namespace signalbox::net {
namespace {

/// Encrypted at a time: two whole records, whose buffer the pool still keeps.
constexpr std::size_t kMostPlain = 2 * std::size_t{SSL3_RT_MAX_PLAIN_LENGTH};

/// For a browser that was sent to http:// by a mistyped address.
constexpr std::string_view kSpeaksHttps =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 45\r\n"
    "Connection: close\r\n\r\nThis port speaks HTTPS: begin with https://.\n";

}  // namespace

void TlsSession::SslFree::operator()(SSL* ssl) const { SSL_free(ssl); }

TlsSession::TlsSession(const TlsContext& context, TlsBuffers& buffers, std::string_view received)
    : buffers_(&buffers),
      wire_{.pool = &buffers.pool},
      ssl_(SSL_new(context.native())),
      rest_(received.empty() ? nullptr : std::make_unique<std::string>(received)) {
  if (!ssl_) throw std::bad_alloc();
  BIO* const bio = make_bio(wire_).release();
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

Transfer TlsSession::read(const Socket& socket, std::span<char> into) {
  // What is not read now makes the socket ready again in the next turn; what was read already not.
  if (!handshake_is_over_ && !buffers_->take_handshake() && !rest_)
    return {Transfer::Status::blocked};
  const Transfer received =
      ended_ ? Transfer{Transfer::Status::ended} : receive(socket, into.size());
  const std::size_t bytes = decrypt(into);
  keep_rest();
  const bool has_ended = ended_ || received.status == Transfer::Status::ended;
  if (!handshake_is_over_) note_handshake(has_ended);
  if (ended_) (void)send(socket);  // the last word: what is wrong, or goodbye
  if (bytes > 0) return {Transfer::Status::done, bytes};
  if (has_ended) return {Transfer::Status::ended};
  return {Transfer::Status::blocked};
}

Transfer TlsSession::receive(const Socket& socket, std::size_t most) {
  if (rest_) {
    wire_.received = *rest_;
    return {Transfer::Status::done, rest_->size()};
  }
  // Plaintext is never longer than its ciphertext, so this much fits.
  const auto buffer = buffers_->received();
  const Transfer transfer = socket.read(buffer.first(std::min(most, buffer.size())));
  wire_.received = buffer.first(transfer.bytes);
  return transfer;
}

std::size_t TlsSession::decrypt(std::span<char> into) {
  std::size_t filled = 0;
  // OpenSSL takes all that was received before it wants more, so that nothing is left in the
  // shared buffer; without anything to take there is no use in asking it.
  while (filled < into.size() && !ended_ &&
         (!wire_.received.empty() || SSL_pending(ssl_.get()) > 0)) {
    const auto room = into.subspan(filled);
    std::size_t bytes = 0;
    if (SSL_read_ex(ssl_.get(), room.data(), room.size(), &bytes) != 1) {
      end(SSL_get_error(ssl_.get(), 0));
    }
    filled += bytes;
  }
  return filled;
}

void TlsSession::keep_rest() {
  if (wire_.received.empty()) {
    rest_.reset();
  } else {
    rest_ = std::make_unique<std::string>(wire_.received.begin(), wire_.received.end());
  }
  wire_.received = {};
}

void TlsSession::note_handshake(bool has_ended) {
  const bool is_done = SSL_is_init_finished(ssl_.get()) == 1;
  handshake_is_over_ = is_done || has_ended;
  if (is_done) {
    buffers_->metrics.tls_handshakes.add();
  } else if (has_ended) {
    buffers_->metrics.tls_failures.add();
  }
}

void TlsSession::end(int error) {
  if (error == SSL_ERROR_WANT_READ) return;
  ended_ = true;
  wire_.received = {};
  if (error == SSL_ERROR_ZERO_RETURN) return say_goodbye();
  if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
    wire_.unsent.append(kSpeaksHttps, {}, {kSpeaksHttps.size()}, *wire_.pool);
  }
  // The queue is the thread's: what is in it would be taken for the next connection's.
  ERR_clear_error();
}

Transfer TlsSession::write(const Socket& socket, std::string_view bytes) {
  if (blocked_) {
    const Transfer sent = send(socket);
    if (blocked_ || sent.status != Transfer::Status::done) return {sent.status};
  }
  bytes = bytes.substr(0, kMostPlain);
  if (!bytes.empty() && !encrypt(bytes)) return {Transfer::Status::ended};
  if (send(socket).status == Transfer::Status::ended) return {Transfer::Status::ended};
  return {Transfer::Status::done, bytes.size()};
}

bool TlsSession::encrypt(std::string_view bytes) {
  std::size_t taken = 0;
  if (!ended_ && SSL_is_init_finished(ssl_.get()) == 1 &&
      SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &taken) == 1) {
    return true;
  }
  ERR_clear_error();
  return false;
}

Transfer TlsSession::send(const Socket& socket) {
  if (wire_.unsent.empty()) return {};
  const Transfer sent = socket.write(wire_.unsent.unsent());
  wire_.unsent.consume(sent.bytes, *wire_.pool);
  blocked_ = !wire_.unsent.empty();
  return sent;
}

bool TlsSession::finish_writing(const Socket& socket) {
  say_goodbye();
  if (send(socket).status != Transfer::Status::ended && blocked_) return false;
  socket.finish_writing();
  return true;
}

void TlsSession::say_goodbye() {
  // Within a handshake TLS has no word for it, and the second call would wait for the client's.
  const bool said = (SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0;
  if (said || SSL_is_init_finished(ssl_.get()) != 1) return;
  (void)SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

void TlsSession::move_to(TlsBuffers& buffers) {
  buffers_ = &buffers;
  wire_.pool = &buffers.pool;
}

bool TlsSession::holds_unread() const {
  return ended_ || rest_ != nullptr || SSL_pending(ssl_.get()) > 0;
}

}  // namespace signalbox::net
