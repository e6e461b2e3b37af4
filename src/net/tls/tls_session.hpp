// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/socket.hpp"
#include "net/tls/tls_wire.hpp"
#include "signalbox/net/shard_metrics.hpp"
#include "signalbox/net/tls_context.hpp"

namespace signalbox::net {

/// What the TLS sessions of a shard share: an idle one holds no buffer, and of a turn's time none
/// of them takes too much.
class TlsBuffers {
 public:
  TlsBuffers(BufferPool& the_pool, ShardMetrics& the_metrics)
      : pool(the_pool), metrics(the_metrics) {}

  std::span<char> received() { return {received_.get(), kReceived}; }

  void begin_turn() { handshakes_ = kHandshakesInTurn; }

  /// Returns false if this turn has done as many steps of handshakes as it may. Each takes as long
  /// as a hundred messages, and those who are in must not wait for all who want to be.
  bool take_handshake() {
    if (handshakes_ == 0) return false;
    --handshakes_;
    return true;
  }

  BufferPool& pool;
  ShardMetrics& metrics;

 private:
  static constexpr unsigned kHandshakesInTurn = 8;

  /// With the longest record of which the rest is still to come, this much ciphertext is less
  /// plaintext than the scratch buffer takes.
  static constexpr std::size_t kReceived = std::size_t{32} * 1024;

  /// Not initialised, so that it is no memory yet where there is no TLS.
  std::unique_ptr<char[]> received_ = std::make_unique_for_overwrite<char[]>(kReceived);
  unsigned handshakes_ = kHandshakesInTurn;  ///< steps of them that are left to this turn
};

/// The server's end of TLS on one socket (RFC 8446, RFC 5246). The handshake is part of reading
/// and writing. Belongs to its shard's thread.
class TlsSession {
 public:
  /// `buffers` must outlive it, `context` need not. `received` has been read already. Throws
  /// std::bad_alloc.
  TlsSession(const TlsContext& context, TlsBuffers& buffers, std::string_view received = {});

  /// These are Transport's, which says what they do.
  Transfer read(const Socket& socket, std::span<char> into);
  Transfer write(const Socket& socket, std::string_view bytes);
  bool finish_writing(const Socket& socket);
  void move_to(TlsBuffers& buffers);
  bool holds_unread() const;
  bool holds_unsent() const { return !wire_.unsent.empty(); }
  std::size_t unsent_bytes() const { return wire_.unsent.size(); }

 private:
  struct SslFree {
    void operator()(SSL* ssl) const;
  };

  Transfer receive(const Socket& socket, std::size_t most);
  std::size_t decrypt(std::span<char> into);
  void keep_rest();
  void end(int error);
  void note_handshake(bool has_ended);
  bool encrypt(std::string_view bytes);
  Transfer send(const Socket& socket);
  void say_goodbye();

  TlsBuffers* buffers_;
  TlsWire wire_;
  std::unique_ptr<SSL, SslFree> ssl_;
  std::unique_ptr<std::string> rest_;  ///< received and not taken; null: OpenSSL took all
  bool blocked_ = false;               ///< the kernel did not take all at the last try
  bool ended_ = false;                 ///< nothing more can be read
  bool handshake_is_over_ = false;     ///< and has been counted
};

}  // namespace signalbox::net
