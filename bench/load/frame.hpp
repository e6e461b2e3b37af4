// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::bench {

enum class Opcode : std::uint8_t { text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// A whole frame as a client sends it, masked (RFC 6455 section 5.3). The load makes its frames
/// before the clock starts and sends them again and again: what is measured is the server.
std::string client_frame(Opcode opcode, std::string_view payload);

/// A frame of a server.
struct ServerFrame {
  Opcode opcode{};
  std::string_view payload;
  std::size_t size = 0;  ///< with its header; 0: it is not complete yet
};

/// Reads the frame at the front of `bytes`. Servers of signaling send whole messages: a fragment
/// is a failure here.
ServerFrame read_server_frame(std::string_view bytes);

}  // namespace signalbox::bench
