// SPDX-License-Identifier: MIT
#include "frame.hpp"

#include <array>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

constexpr unsigned kFinal = 0x80;
constexpr unsigned kMasked = 0x80;

/// Any mask costs the server the same, as long as it is not zero, for which it might look.
constexpr std::array<unsigned char, 4> kMask{0x37, 0xFA, 0x21, 0x3D};

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
  while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes));
}

unsigned byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

}  // namespace

std::string client_frame(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 14);
  frame += static_cast<char>(kFinal | static_cast<unsigned>(opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(kMasked | payload.size());
  } else if (payload.size() <= 0xFFFF) {
    frame += static_cast<char>(kMasked | 126);
    append_big_endian(frame, payload.size(), 2);
  } else {
    frame += static_cast<char>(kMasked | 127);
    append_big_endian(frame, payload.size(), 8);
  }
  for (const unsigned char byte : kMask) frame += static_cast<char>(byte);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(byte_at(payload, i) ^ kMask[i % kMask.size()]);
  }
  return frame;
}

ServerFrame read_server_frame(std::string_view bytes) {
  if (bytes.size() < 2) return {};
  const unsigned first = byte_at(bytes, 0);
  if ((first & kFinal) == 0 || (first & 0x0FU) == 0) {
    throw Failure("the server sent a fragmented message, which this bench does not read");
  }
  const unsigned form = byte_at(bytes, 1);
  if ((form & kMasked) != 0) throw Failure("the server sent a masked frame");
  const std::size_t extra = form == 126 ? 2 : form == 127 ? 8 : 0;
  if (bytes.size() < 2 + extra) return {};
  std::uint64_t length = form;
  if (extra != 0) length = 0;
  for (std::size_t i = 0; i < extra; ++i) length = length << 8U | byte_at(bytes, 2 + i);
  if (bytes.size() - 2 - extra < length) return {};
  return {static_cast<Opcode>(first & 0x0FU), bytes.substr(2 + extra, length), 2 + extra + length};
}

}  // namespace signalbox::bench
