// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/client_frames.hpp"
#include "support/eventually.hpp"
#include "support/tls_client.hpp"

namespace signalbox::test {

/// A frame as a server sends it: unmasked.
struct ServerFrame {
  int opcode = 0;
  std::string payload;

  /// Of a close frame; 0: it has none.
  std::uint16_t close_code() const;
};

/// A TCP client, with TLS or without, that sends any bytes at all, for what no well-behaved client
/// would do. Every call throws std::runtime_error when it takes too long.
class RawClient {
 public:
  struct Options {
    std::string host = "127.0.0.1";  ///< or a Unix socket's path
    std::string from{};              ///< the client's own address; empty: the system's choice
    int receive_buffer = 0;          ///< of the socket, in bytes; 0: the system's choice
    std::optional<TlsClient::Options> tls{};
  };

  explicit RawClient(std::uint16_t port);
  RawClient(std::uint16_t port, const Options& options);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&& other) noexcept;

  /// False: the server has ended the connection.
  bool send(std::string_view bytes);

  /// Says that nothing more will be sent; receiving goes on.
  void finish_sending();

  /// Whether bytes, or the end, can be received within `patience`.
  bool is_readable(std::chrono::milliseconds patience);

  /// Since the kernel last received something for it, by the kernel's own clock: it tells who was
  /// answered first, whenever the answers are read.
  std::chrono::milliseconds since_received() const;

  /// `count` bytes; fewer: the connection has ended.
  std::string receive(std::size_t count);

  /// Everything up to and with `mark`. Without it at the end: the connection has ended.
  std::string receive_until(std::string_view mark);

  /// Everything until the connection has ended.
  std::string receive_all();

  /// Upgrades to a WebSocket; `more` are header lines, each with its line end.
  void upgrade(std::string_view more = {});

  /// Opcode 0: the connection has ended. Throws when the frame is none that a server of this kind
  /// may send: masked, in fragments, with reserved bits or a length not in its shortest form.
  ServerFrame receive_frame();

  /// What is sent and received from now on is in TLS; its first bytes leave together with `before`.
  void begin_tls(const TlsClient::Options& options, std::string_view before = {});

  /// Only of a client that speaks TLS.
  TlsClient& tls() { return *tls_; }

 private:
  bool send_raw(std::string_view bytes);
  bool take_in(std::string_view bytes);
  bool receive_some();
  std::string take(std::size_t count);

  int descriptor_ = -1;
  std::unique_ptr<TlsClient> tls_;  ///< null: speaks without it
  std::string received_;            ///< and not yet taken
};

}  // namespace signalbox::test
