// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

ConformanceCase valid_code(int code) {
  return {.section = "7.4",
          .sends = "a close with " + std::to_string(code),
          .bytes = client_close(static_cast<std::uint16_t>(code)),
          .replies = {close(code)}};
}

ConformanceCase invalid_code(int code) {
  return {.section = "7.4",
          .sends = "a close with " + std::to_string(code) + ", which no frame may carry",
          .bytes = client_close(static_cast<std::uint16_t>(code)),
          .replies = {close(1002)}};
}

ConformanceCase with_reason(const std::string& reason, std::string in_words, int answer = 1000) {
  return {.section = answer == 1000 ? "5.5.1" : "5.5.1, 8.1",
          .sends = "a close whose reason is " + std::move(in_words),
          .bytes = client_close(1000, reason),
          .replies = {close(answer)}};
}

std::vector<ConformanceCase> order_cases() {
  const std::string goodbye = client_close(1000);
  return {
      {.section = "5.5.1",
       .sends = "an empty close",
       .bytes = client_frame(Opcode::close, ""),
       .replies = {close_without_code()}},
      {.section = "5.5.1",
       .sends = "a close of 1 byte",
       .bytes = client_frame(Opcode::close, "\x03"),
       .replies = {close(1002)}},
      {.section = "5.5.1",
       .sends = "two closes",
       .bytes = goodbye + client_close(1001),
       .replies = {close(1000)}},
      {.section = "5.5.1",
       .sends = "a close and a text behind it",
       .bytes = goodbye + client_frame(Opcode::text, candidate("1")),
       .replies = {close(1000)}},
      {.section = "5.5.1",
       .sends = "a close and a ping behind it",
       .bytes = goodbye + client_frame(Opcode::ping, "late"),
       .replies = {close(1000)}},
      {.section = "5.5.1",
       .sends = "a close and bytes behind it that are no frame",
       .bytes = goodbye + bytes({0xFF, 0xFF, 0xFF}),
       .replies = {close(1000)}},
      {.section = "5.5.1",
       .sends = "a text, a ping, a close",
       .bytes = client_frame(Opcode::text, candidate("1")) + client_frame(Opcode::ping, "last") +
                goodbye,
       .replies = {pong("last"), close(1000)},
       .relayed = {"1"}},
      {.section = "7.1.7",
       .sends = "a frame that is not masked, and behind it a text and a ping",
       .bytes = bytes({0x81, 0x00}) + client_frame(Opcode::text, candidate("1")) +
                client_frame(Opcode::ping, "late"),
       .replies = {close(1002)}},
      {.section = "7.1.7",
       .sends = "a frame that is not masked, and behind it a close",
       .bytes = bytes({0x81, 0x00}) + goodbye,
       .replies = {close(1002)}},
  };
}

}  // namespace

ConformanceGroup close_cases() {
  ConformanceGroup group{"Closing", order_cases()};
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                         3000, 3999, 4000, 4999}) {
    group.cases.push_back(valid_code(code));
  }
  for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    group.cases.push_back(invalid_code(code));
  }
  group.cases.push_back(with_reason("goodbye", "text"));
  group.cases.push_back(with_reason("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "UTF-8 beyond ASCII"));
  group.cases.push_back(with_reason(std::string(123, '*'), "123 bytes long"));
  group.cases.push_back(with_reason(std::string(124, '*'), "124 bytes long", 1002));
  group.cases.push_back(with_reason("\xCE\xBA\xED\xA0\x80", "not UTF-8: a surrogate", 1007));
  group.cases.push_back(with_reason("bye\xC3", "UTF-8 that ends inside a character", 1007));
  return group;
}

}  // namespace signalbox::test
