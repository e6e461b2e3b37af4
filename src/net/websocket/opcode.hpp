// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace signalbox::net::websocket {

/// RFC 6455 section 5.2; the values in between are reserved.
enum class Opcode : std::uint8_t {
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

/// The most that a ping, a pong or a close may carry (section 5.5).
inline constexpr std::size_t kMaxControlPayload = 125;

}  // namespace signalbox::net::websocket
