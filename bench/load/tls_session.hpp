// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::bench {

using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// TLS 1.3 as a load speaks it: whatever certificate the server has is good, no session is kept,
/// and a connection that says nothing holds no buffers.
TlsContext make_tls_context();

/// The client's side of TLS on a connected socket that does not block. Its reads and writes have
/// the results of Stream's.
class TlsSession {
 public:
  /// `server_name` is for servers with several certificates; empty: an address has no name.
  TlsSession(SSL_CTX& context, int descriptor, const std::string& server_name);

  /// Takes the handshake as far as it goes; false: wait until readable. What a client says in it is
  /// shorter than any socket's buffer, so it never waits to write. Throws Failure if the server
  /// refuses.
  bool shake_hands();

  std::ptrdiff_t read(std::span<char> into);
  std::ptrdiff_t write(std::string_view bytes);

  /// Tells the server that nothing more comes.
  void say_goodbye();

 private:
  bool must_wait(int result) const;

  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

}  // namespace signalbox::bench
