// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/websocket/opcode.hpp"

namespace signalbox::net::websocket {

/// What precedes a server's payload: one whole frame, unmasked (RFC 6455 sections 5.1, 5.2).
class FrameHeader {
 public:
  static constexpr std::size_t kMaxSize = 10;

  FrameHeader(Opcode opcode, std::size_t payload_size);

  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kMaxSize> bytes_;
  std::uint8_t size_;
};

/// A whole frame of the connection itself (section 5.5). Payloads are cut where they are too long.
class ControlFrame {
 public:
  static ControlFrame ping(std::string_view payload);
  static ControlFrame pong(std::string_view payload);
  /// `reason` is UTF-8 and is cut between characters. `kNoStatus` makes a frame without payload.
  static ControlFrame close(std::uint16_t code, std::string_view reason);

  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  explicit ControlFrame(Opcode opcode);
  void append(std::string_view payload);

  std::array<char, 2 + kMaxControlPayload> bytes_;
  std::uint8_t size_ = 2;
};

}  // namespace signalbox::net::websocket
