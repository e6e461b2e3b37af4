// SPDX-License-Identifier: MIT
#include "net/websocket/frame_writer.hpp"

#include <algorithm>

#include "net/websocket/close_code.hpp"

namespace signalbox::net::websocket {
namespace {

char first_byte(Opcode opcode) {
  return static_cast<char>(0x80U | static_cast<unsigned>(opcode));  // FIN
}

/// The longest start of `text` that has at most `size` bytes and ends between two characters.
std::string_view cut(std::string_view text, std::size_t size) {
  if (text.size() <= size) {
    return text;
  }
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  return text.substr(0, size);
}

}  // namespace

FrameHeader::FrameHeader(Opcode opcode, std::size_t payload_size) {
  const std::size_t length_size = payload_size < 126 ? 0 : payload_size <= 0xFFFF ? 2 : 8;
  bytes_[0] = first_byte(opcode);
  bytes_[1] = static_cast<char>(length_size == 0 ? payload_size : length_size == 2 ? 126 : 127);
  for (std::size_t i = 0; i < length_size; ++i) {  // most significant byte first
    bytes_[2 + i] = static_cast<char>(payload_size >> 8U * (length_size - 1 - i));
  }
  size_ = static_cast<std::uint8_t>(2 + length_size);
}

ControlFrame::ControlFrame(Opcode opcode) {
  bytes_[0] = first_byte(opcode);
  bytes_[1] = 0;
}

void ControlFrame::append(std::string_view payload) {
  payload = payload.substr(0, bytes_.size() - size_);
  std::copy(payload.begin(), payload.end(), bytes_.begin() + size_);
  size_ = static_cast<std::uint8_t>(size_ + payload.size());
  bytes_[1] = static_cast<char>(size_ - 2);
}

ControlFrame ControlFrame::ping(std::string_view payload) {
  ControlFrame frame(Opcode::ping);
  frame.append(payload);
  return frame;
}

ControlFrame ControlFrame::pong(std::string_view payload) {
  ControlFrame frame(Opcode::pong);
  frame.append(payload);
  return frame;
}

ControlFrame ControlFrame::close(std::uint16_t code, std::string_view reason) {
  ControlFrame frame(Opcode::close);
  if (code != kNoStatus) {
    const std::array code_bytes{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
    frame.append({code_bytes.data(), code_bytes.size()});
    frame.append(cut(reason, kMaxControlPayload - code_bytes.size()));
  }
  return frame;
}

}  // namespace signalbox::net::websocket
