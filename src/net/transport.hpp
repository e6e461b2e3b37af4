// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "net/socket.hpp"
#include "net/tls/tls_session.hpp"

namespace signalbox::net {

/// How a connection's bytes travel: over its socket as they are, or in TLS. Never blocks. Belongs
/// to its shard's thread.
class Transport {
 public:
  /// Takes the descriptor over. `tls` is null where bytes travel as they are.
  Transport(int descriptor, const TlsContext* tls, TlsBuffers& buffers)
      : socket_(descriptor),
        tls_(tls == nullptr ? nullptr : std::make_unique<TlsSession>(*tls, buffers)) {}

  /// From now on TLS, whose first bytes have been read already.
  void begin_tls(const TlsContext& tls, TlsBuffers& buffers, std::string_view received) {
    tls_ = std::make_unique<TlsSession>(tls, buffers, received);
  }

  /// `ended`: nothing more will come, and who waits for the rest waits in vain.
  Transfer read(std::span<char> into) {
    return tls_ ? tls_->read(socket_, into) : socket_.read(into);
  }

  /// Bytes that were taken count as written, though some of TLS's may wait to be sent: see
  /// `holds_unsent`. `done` with no bytes: the kernel has taken some of those.
  Transfer write(std::string_view bytes) {
    return tls_ ? tls_->write(socket_, bytes) : socket_.write(bytes);
  }

  /// Says that nothing more will be written; reading goes on. Returns false if that could not
  /// be sent yet: call it again when the socket is writable.
  bool finish_writing() {
    if (tls_) return tls_->finish_writing(socket_);
    socket_.finish_writing();
    return true;
  }

  /// There is something to read of which the socket does not tell.
  bool holds_unread() const { return tls_ && tls_->holds_unread(); }

  /// `write` must be called, even without bytes: a handshake has some to send, or the kernel has
  /// not taken all.
  bool holds_unsent() const { return tls_ && tls_->holds_unsent(); }

  /// Of what `holds_unsent` tells.
  std::size_t unsent_bytes() const { return tls_ ? tls_->unsent_bytes() : 0; }

  /// To another shard's thread, whose buffers these are.
  void move_to(TlsBuffers& buffers) {
    if (tls_) tls_->move_to(buffers);
  }

  bool is_secure() const { return tls_ != nullptr; }
  int descriptor() const { return socket_.descriptor(); }

 private:
  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace signalbox::net
