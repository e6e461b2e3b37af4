// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/transport.hpp"
#include "support/test_certificate.hpp"
#include "support/tls_client.hpp"

namespace signalbox::test {

inline const net::TlsContext& test_tls_context() {
  static const net::TlsContext kContext(test_tls_files().certificate, test_tls_files().key);
  return kContext;
}

/// The server's end of a connection with TLS, and a client at the other end of a real socket. No
/// thread: each step is taken by who calls it.
class TlsPair {
 public:
  using Status = net::Transfer::Status;

  explicit TlsPair(const TlsClient::Options& options = {}, int socket_type = SOCK_STREAM)
      : TlsPair(make_pair(socket_type), options) {}
  ~TlsPair() {
    if (client_socket_ >= 0) close(client_socket_);
  }
  TlsPair(const TlsPair&) = delete;
  TlsPair& operator=(const TlsPair&) = delete;

  /// What the client's TLS has to say, or these bytes as they are.
  void client_sends() { client_sends(client.take_ciphertext()); }
  void client_sends(std::string_view bytes) const {
    if (send(client_socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("the socket is full");
    }
  }

  /// One reading; false: there was nothing. On a socket of packets, of what one send has sent.
  bool client_receives(std::size_t most = std::size_t{1024} * 1024) {
    std::vector<char> buffer(most);
    const auto size = recv(client_socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    client_saw_end_ = size == 0;
    if (size > 0) client.receive({buffer.data(), static_cast<std::size_t>(size)});
    return size > 0;
  }

  /// What is in the socket, whatever the client's TLS would make of it.
  std::string client_receives_raw() const {
    std::array<char, 4096> buffer{};
    const auto size = recv(client_socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
  }

  /// So that no send is taken whole.
  void shrink_server_buffer() const {
    constexpr int kBytes = 16 * 1024;
    setsockopt(transport.descriptor(), SOL_SOCKET, SO_SNDBUF, &kBytes, sizeof kBytes);
  }

  void client_hangs_up() { close(std::exchange(client_socket_, -1)); }
  bool client_saw_end() const { return client_saw_end_; }

  /// What the server does when its socket is readable, `room` bytes at a time.
  Status server_reads(std::size_t room = std::size_t{72} * 1024) {
    buffers_.begin_turn();
    std::vector<char> buffer(room);
    net::Transfer transfer;
    do {
      transfer = transport.read(buffer);
      server_received.append(buffer.data(), transfer.bytes);
    } while (transfer.status == Status::done && transport.holds_unread());
    return transfer.status;
  }

  /// What the server does at the end of a turn, and when its socket is writable.
  Status server_writes(std::string_view bytes = {}) {
    while (!bytes.empty() || transport.holds_unsent()) {
      const net::Transfer transfer = transport.write(bytes);
      if (transfer.status != Status::done) return transfer.status;
      bytes.remove_prefix(transfer.bytes);
      server_sent += transfer.bytes;
    }
    return Status::done;
  }

  void shake_hands() {
    // Each round is a flight of both; no handshake has more.
    for (int round = 0; round < 4; ++round) {
      if (const auto bytes = client.take_ciphertext(); !bytes.empty()) client_sends(bytes);
      server_reads();
      server_writes();
      while (client_receives()) {
      }
    }
    if (!client.is_connected()) throw std::runtime_error("handshake: " + client.error());
  }

 private:
  TlsPair(std::array<int, 2> sockets, const TlsClient::Options& options)
      : client_socket_(sockets[1]),
        client(options),
        transport(sockets[0], &test_tls_context(), buffers_) {}

  static std::array<int, 2> make_pair(int type) {
    std::array<int, 2> sockets{};
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
      throw std::runtime_error("socketpair");
    }
    return sockets;
  }

  net::BufferPool pool_;
  net::ShardMetrics metrics_;
  net::TlsBuffers buffers_{pool_, metrics_};
  int client_socket_;
  bool client_saw_end_ = false;

 public:
  TlsClient client;
  net::Transport transport;
  std::string server_received;
  std::size_t server_sent = 0;
};

}  // namespace signalbox::test
