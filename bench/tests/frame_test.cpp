// SPDX-License-Identifier: MIT
#include "bench/load/frame.hpp"

#include <string>

#include "bench/load/failure.hpp"
#include "tests/support/catch.hpp"

namespace signalbox::bench {
namespace {

std::string server_frame(const std::string& payload) {
  std::string frame = "\x81";
  if (payload.size() < 126) return frame + static_cast<char>(payload.size()) + payload;
  frame += '\x7E';
  frame += static_cast<char>(payload.size() >> 8U);
  frame += static_cast<char>(payload.size());
  return frame + payload;
}

TEST_CASE("a client's frame is masked and says its length in the shortest form") {
  CHECK(client_frame(Opcode::text, "Hello") == "\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58");
  CHECK(client_frame(Opcode::text, std::string(125, 'a')).size() == 2 + 4 + 125);
  CHECK(client_frame(Opcode::text, std::string(126, 'a')).size() == 4 + 4 + 126);
  CHECK(client_frame(Opcode::text, std::string(65535, 'a')).size() == 4 + 4 + 65535);
  CHECK(client_frame(Opcode::text, std::string(65536, 'a')).size() == 10 + 4 + 65536);
}

TEST_CASE("a server's frame is read when it is whole") {
  for (const std::size_t size : {0U, 5U, 125U, 126U, 4096U}) {
    const std::string payload(size, 'a');
    const std::string frame = server_frame(payload);
    for (std::size_t part = 0; part < frame.size(); ++part) {
      CHECK(read_server_frame(std::string_view(frame).substr(0, part)).size == 0);
    }
    const std::string more = frame + "\x81";
    const ServerFrame found = read_server_frame(more);
    CHECK(found.size == frame.size());
    CHECK(found.opcode == Opcode::text);
    CHECK(found.payload == payload);
  }
}

TEST_CASE("what this bench does not read is a failure") {
  CHECK_THROWS_AS(read_server_frame(std::string("\x01\x00", 2)), Failure);
  CHECK_THROWS_AS(read_server_frame("\x81\x80"), Failure);
}

}  // namespace
}  // namespace signalbox::bench
