// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

std::string hexadecimal(int digit) { return std::string(1, "0123456789abcdef"[digit]); }

/// A frame whose first byte is as given.
std::string frame_beginning_with(int first_byte, std::string_view payload) {
  std::string frame = client_frame(Opcode::text, payload);
  frame[0] = static_cast<char>(first_byte);
  return frame;
}

/// Behind a text that is right and must not be lost.
ConformanceCase reserved_bits(int bits) {
  return {.section = "5.2",
          .sends = "a text; a text with the reserved bits " + std::to_string(bits),
          .bytes = client_frame(Opcode::text, candidate("1")) +
                   frame_beginning_with(0x81 | bits << 4, candidate("2")),
          .replies = {close(1002)},
          .relayed = {"1"}};
}

ConformanceCase reserved_opcode(int opcode, const std::string& payload) {
  return {.section = opcode < 8 ? "5.2, 5.6" : "5.2, 5.5",
          .sends = "a text; a frame of the reserved opcode " + hexadecimal(opcode) +
                   (payload.empty() ? ", empty" : ", with a payload"),
          .bytes = client_frame(Opcode::text, candidate("1")) +
                   frame_beginning_with(0x80 | opcode, payload),
          .replies = {close(1002)},
          .relayed = {"1"}};
}

ConformanceCase reserved(std::string sends, std::string bytes) {
  return {.section = "5.2",
          .sends = std::move(sends),
          .bytes = std::move(bytes),
          .replies = {close(1002)}};
}

}  // namespace

ConformanceGroup reserved_cases() {
  ConformanceGroup group{"Reserved bits and opcodes", {}};
  for (int bits = 1; bits <= 7; ++bits) group.cases.push_back(reserved_bits(bits));
  const std::string start = client_frame(Opcode::text, "{\"type\":", Fin::no);
  group.cases.push_back(reserved("a ping with a reserved bit", frame_beginning_with(0xC9, "")));
  group.cases.push_back(reserved("a pong with a reserved bit", frame_beginning_with(0x9A, "")));
  group.cases.push_back(
      reserved("a close with a reserved bit", frame_beginning_with(0xA8, big_endian(1000, 2))));
  group.cases.push_back(
      reserved("a second fragment with a reserved bit", start + frame_beginning_with(0xC0, "1}")));
  for (const int opcode : {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
    group.cases.push_back(reserved_opcode(opcode, ""));
    group.cases.push_back(reserved_opcode(opcode, "payload"));
  }
  group.cases.push_back(
      reserved("a reserved opcode between two fragments",
               start + frame_beginning_with(0x8B, "") + client_frame(Opcode::continuation, "1}")));
  return group;
}

}  // namespace signalbox::test
