// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_case.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test {
namespace {

std::string in_bytes(std::size_t size) {
  return size == 1 ? "1 byte" : std::to_string(size) + " bytes";
}

/// As `client_frame`, with a mask of the caller's choice.
std::string masked_text(std::string_view payload, std::uint32_t mask) {
  const std::string key = big_endian(mask, 4);
  std::string frame = client_header(0x81, payload.size(), payload.size() < 126 ? 0 : 2);
  frame.replace(frame.size() - key.size(), key.size(), key);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += static_cast<char>(payload[i] ^ key[i % key.size()]);
  }
  return frame;
}

ConformanceCase whole_text(std::size_t size) {
  const std::string payload = payload_for(size);
  return {.section = "5.2, 5.6",
          .sends = "a text of " + in_bytes(size),
          .bytes = client_frame(Opcode::text, candidate(payload)),
          .relayed = {payload}};
}

/// Too short for a message that goes to anybody: the frame is right, its text is not.
ConformanceCase short_text(std::size_t size) {
  return {.section = "5.2, 5.6",
          .sends = "a text of " + in_bytes(size) + ", which is no message of the protocol",
          .bytes = client_frame(Opcode::text, std::string(size, '?')),
          .replies = {error("invalid_json")}};
}

ConformanceCase binary_of(std::size_t size) {
  return {.section = "5.2, 5.6",
          .sends = "a binary message of " + in_bytes(size),
          .bytes = client_frame(Opcode::binary, std::string(size, '\xFE')),
          .replies = {error("invalid_message")}};
}

ConformanceCase masked_with(std::uint32_t mask, const std::string& name) {
  const std::string payload = payload_for(131);
  return {.section = "5.3",
          .sends = "a text of 131 bytes under the mask " + name,
          .bytes = masked_text(candidate(payload), mask),
          .relayed = {payload}};
}

ConformanceCase long_form(std::size_t size, std::size_t length_size) {
  return {.section = "5.2",
          .sends = "a length of " + std::to_string(size) + " written in " + in_bytes(length_size),
          .bytes = client_header(0x81, size, length_size) + std::string(size, '?'),
          .replies = {close(1002)}};
}

}  // namespace

ConformanceGroup framing_cases() {
  ConformanceGroup group{"Framing", {}};
  for (const std::size_t size : {0U, 1U}) group.cases.push_back(short_text(size));
  for (const std::size_t size : {124U, 125U, 126U, 127U, 128U, 256U, 65'534U, 65'535U, 65'536U}) {
    group.cases.push_back(whole_text(size));
  }
  for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 128U, 65'535U, 65'536U}) {
    group.cases.push_back(binary_of(size));
  }
  group.cases.push_back(masked_with(0, "`00000000`"));
  group.cases.push_back(masked_with(0xFFFFFFFF, "`ffffffff`"));
  group.cases.push_back(masked_with(0x00FF0080, "`00ff0080`"));
  group.cases.push_back(long_form(0, 2));
  group.cases.push_back(long_form(125, 2));
  group.cases.push_back(long_form(125, 8));
  group.cases.push_back(long_form(126, 8));
  group.cases.push_back(long_form(65'535, 8));
  group.cases.push_back({.section = "5.2",
                         .sends = "a length whose highest bit is set",
                         .bytes = client_header(0x81, std::uint64_t{1} << 63U, 8),
                         .replies = {close(1002)}});
  group.cases.push_back({.section = "5.1",
                         .sends = "a text that is not masked",
                         .bytes = bytes({0x81, 0x02}) + "{}",
                         .replies = {close(1002)}});
  group.cases.push_back({.section = "5.1",
                         .sends = "a ping that is not masked",
                         .bytes = bytes({0x89, 0x00}),
                         .replies = {close(1002)}});
  group.cases.push_back({.section = "5.4",
                         .sends = "two texts, at once",
                         .bytes = client_frame(Opcode::text, candidate("1")) +
                                  client_frame(Opcode::text, candidate("2")),
                         .relayed = {"1", "2"}});
  return group;
}

}  // namespace signalbox::test
