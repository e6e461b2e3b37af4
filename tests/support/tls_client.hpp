// SPDX-License-Identifier: MIT
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::test {

/// OpenSSL's client, without a socket: what it wants to send is taken from it, what has arrived is
/// handed to it, in pieces of any size.
class TlsClient {
 public:
  struct Options {
    int version = 0;                              ///< 0: the newest that both know
    std::string_view protocols = "\x08http/1.1";  ///< as RFC 7301 writes them; empty: says none
    std::string trusted{};                        ///< PEM; empty: believes any certificate
    std::shared_ptr<SSL_SESSION> resumed{};       ///< null: begins anew
  };

  TlsClient() : TlsClient(Options{}) {}
  explicit TlsClient(const Options& options);

  void send(std::string_view plaintext);
  void request_key_update();
  void say_goodbye();

  /// What is to be sent to the server.
  std::string take_ciphertext();

  /// What the server has sent. False: TLS has ended, in order or by an error.
  bool receive(std::string_view ciphertext);
  std::string take_plaintext();

  bool is_connected() const;
  bool is_resumed() const;
  bool heard_goodbye() const;
  std::string version() const;
  std::string protocol() const;

  /// To resume from; with TLS 1.3 once something was received after the handshake.
  std::shared_ptr<SSL_SESSION> session() const;

  /// The last error in OpenSSL's words.
  const std::string& error() const { return error_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const;
    void operator()(SSL* ssl) const;
  };

  bool advance();

  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  std::string waiting_;  ///< to be encrypted after the handshake
  std::string plaintext_;
  std::string error_;
};

}  // namespace signalbox::test
