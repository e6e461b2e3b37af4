// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/eventually.hpp"

namespace signalbox::test {

/// How a connection ended, as its client saw it.
struct Goodbye {
  std::uint16_t code = 0;  ///< 0: the connection ended without a close frame
  std::string reason;
  std::vector<std::string> messages;  ///< that came before
};

/// A WebSocket client that shares no code with the server: Boost.Beast's. Every call waits until
/// it is done, and throws std::runtime_error when it takes too long.
class Client {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    std::string target = "/ws";
    std::string subprotocols{};  ///< empty: asks for none
    int receive_buffer = 0;      ///< of the socket, in bytes; 0: the system's choice
  };

  explicit Client(std::uint16_t port);
  Client(std::uint16_t port, const Options& options);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;

  void send(std::string_view text);
  void send_binary(std::string_view bytes);

  /// The next message.
  std::string receive(std::chrono::milliseconds patience = kPatience);

  /// Reads until the connection has ended.
  Goodbye wait_for_goodbye();

  /// Ends in order: with a close frame, and the server's in return.
  void close(std::uint16_t code = 1000);

  /// Ends by a TCP reset: what a crash or a lost network looks like.
  void reset();

  /// The subprotocol that the server has picked.
  std::string subprotocol() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace signalbox::test
