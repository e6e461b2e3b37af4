// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

ConformanceCase ping_with(const std::string& payload, const std::string& in_words) {
  return {.section = "5.5.2, 5.5.3",
          .sends = "a ping, " + in_words,
          .bytes = client_frame(Opcode::ping, payload),
          .replies = {pong(payload)}};
}

ConformanceCase ten_pings() {
  ConformanceCase ten{
      .section = "5.5.2", .sends = "ten pings with different payloads, at once", .bytes = {}};
  for (int i = 0; i < 10; ++i) {
    const std::string payload = "ping " + std::to_string(i);
    ten.bytes += client_frame(Opcode::ping, payload);
    ten.replies.push_back(pong(payload));
  }
  return ten;
}

}  // namespace

ConformanceGroup ping_cases() {
  return {
      "Pings and pongs",
      {ping_with("", "empty"),
       ping_with("x", "1 byte"),
       ping_with("hello", "of text"),
       ping_with(bytes({0x00, 0xFF, 0xFE, 0xFD, 0xC0, 0x80}), "of bytes that are not UTF-8"),
       ping_with(std::string(124, '*'), "124 bytes"),
       ping_with(std::string(125, '\xFE'), "125 bytes"),
       {.section = "5.5",
        .sends = "a ping of 126 bytes",
        .bytes = client_frame(Opcode::ping, std::string(126, '*')),
        .replies = {close(1002)}},
       {.section = "5.5",
        .sends = "a pong of 126 bytes",
        .bytes = client_frame(Opcode::pong, std::string(126, '*')),
        .replies = {close(1002)}},
       {.section = "5.5.3",
        .sends = "a pong that was not asked for, empty",
        .bytes = client_frame(Opcode::pong, "")},
       {.section = "5.5.3",
        .sends = "a pong that was not asked for, with a payload",
        .bytes = client_frame(Opcode::pong, "unasked")},
       {.section = "5.5.3",
        .sends = "a pong that was not asked for, and a ping",
        .bytes = client_frame(Opcode::pong, "unasked") + client_frame(Opcode::ping, "asked"),
        .replies = {pong("asked")}},
       ten_pings(),
       {.section = "5.5",
        .sends = "a ping in two fragments",
        .bytes =
            client_frame(Opcode::ping, "pi", Fin::no) + client_frame(Opcode::continuation, "ng"),
        .replies = {close(1002)}},
       {.section = "5.5",
        .sends = "a pong in two fragments",
        .bytes =
            client_frame(Opcode::pong, "po", Fin::no) + client_frame(Opcode::continuation, "ng"),
        .replies = {close(1002)}},
       {.section = "5.5.2",
        .sends = "a text, a ping, a text",
        .bytes = client_frame(Opcode::text, candidate("1")) +
                 client_frame(Opcode::ping, "between") + client_frame(Opcode::text, candidate("2")),
        .replies = {pong("between")},
        .relayed = {"1", "2"}}}};
}

}  // namespace signalbox::test
