// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "net/websocket/opcode.hpp"

namespace signalbox::test {

using net::websocket::Opcode;

inline std::string bytes(std::initializer_list<int> values) {
  return {values.begin(), values.end()};
}

inline std::string operator+(std::string left, std::initializer_list<int> right) {
  return std::move(left) + bytes(right);
}

/// A number as the wire has it: most significant byte first.
inline std::string big_endian(std::uint64_t value, std::size_t size) {
  std::string result(size, '\0');
  for (std::size_t i = size; i-- > 0; value >>= 8U) {
    result[i] = static_cast<char>(value & 0xFFU);
  }
  return result;
}

/// A right opening handshake; `more` are header lines, each with its line end.
inline std::string upgrade_request(std::string_view target = "/ws", std::string_view more = {}) {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(more) + "\r\n";
}

/// The mask of RFC 6455's own examples.
inline constexpr std::array<unsigned char, 4> kExampleMask{0x37, 0xFA, 0x21, 0x3D};

enum class Fin : std::uint8_t { no = 0x00, yes = 0x80 };

/// Everything that precedes a client's payload, right or wrong: `first_byte` and `announced` are
/// taken as they are. `length_size` is 0, 2 or 8 bytes.
inline std::string client_header(int first_byte, std::uint64_t announced, std::size_t length_size) {
  const int form = length_size == 0 ? static_cast<int>(announced) : length_size == 2 ? 126 : 127;
  std::string result = bytes({first_byte, 0x80 | form});
  result += big_endian(announced, length_size);
  result.append(kExampleMask.begin(), kExampleMask.end());
  return result;
}

/// A well-formed frame as a client sends it, masked.
inline std::string client_frame(Opcode opcode, std::string_view payload, Fin fin = Fin::yes) {
  const std::size_t length_size = payload.size() < 126 ? 0 : payload.size() <= 0xFFFF ? 2 : 8;
  auto result =
      client_header(static_cast<int>(fin) | static_cast<int>(opcode), payload.size(), length_size);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    result += static_cast<char>(payload[i] ^ kExampleMask[i % kExampleMask.size()]);
  }
  return result;
}

inline std::string client_close(std::uint16_t code, std::string_view reason = {}) {
  return client_frame(Opcode::close, big_endian(code, 2).append(reason));
}

}  // namespace signalbox::test
