// SPDX-License-Identifier: MIT
#include "net/websocket/frame_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "net/websocket/close_code.hpp"
#include "support/catch.hpp"
#include "support/client_frames.hpp"

namespace signalbox::test::frame_writer_test {

using namespace signalbox::net::websocket;
using signalbox::test::bytes;

TEST_CASE("The examples of RFC 6455 section 5.7 that a server may send", "[websocket]") {
  REQUIRE(FrameHeader(Opcode::text, 5).view() == bytes({0x81, 0x05}));
  REQUIRE(FrameHeader(Opcode::binary, 256).view() == bytes({0x82, 0x7E, 0x01, 0x00}));
  REQUIRE(FrameHeader(Opcode::binary, 65'536).view() ==
          bytes({0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0}));
  REQUIRE(ControlFrame::ping("Hello").view() == bytes({0x89, 0x05}) + "Hello");
}

TEST_CASE("A header has the shortest form for its length", "[websocket]") {
  const auto [size, header] = GENERATE(table<std::size_t, std::string>({
      {0, bytes({0x81, 0})},
      {1, bytes({0x81, 1})},
      {125, bytes({0x81, 125})},
      {126, bytes({0x81, 126, 0, 126})},
      {127, bytes({0x81, 126, 0, 127})},
      {0x1234, bytes({0x81, 126, 0x12, 0x34})},
      {65'535, bytes({0x81, 126, 0xFF, 0xFF})},
      {65'536, bytes({0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0})},
      {0x0102030405060708, bytes({0x81, 127, 1, 2, 3, 4, 5, 6, 7, 8})},
  }));
  REQUIRE(FrameHeader(Opcode::text, size).view() == header);
}

TEST_CASE("A ping and a pong carry up to 125 bytes", "[websocket]") {
  const auto [given, sent] =
      GENERATE(table<std::size_t, int>({{0, 0}, {1, 1}, {124, 124}, {125, 125}, {126, 125}}));
  const std::string payload(given, 'p');
  const auto expected = payload.substr(0, static_cast<std::size_t>(sent));
  REQUIRE(ControlFrame::ping(payload).view() == bytes({0x89, sent}) + expected);
  REQUIRE(ControlFrame::pong(payload).view() == bytes({0x8A, sent}) + expected);
}

TEST_CASE("A close frame has a code and a reason", "[websocket]") {
  const auto [code, reason, frame] = GENERATE(table<std::uint16_t, std::string, std::string>({
      {1000, "", bytes({0x88, 2, 0x03, 0xE8})},
      {1001, "bye", bytes({0x88, 5, 0x03, 0xE9}) + "bye"},
      {4999, "", bytes({0x88, 2, 0x13, 0x87})},
      {kNoStatus, "", bytes({0x88, 0})},
      {kNoStatus, "there is nowhere to put it", bytes({0x88, 0})},
  }));
  REQUIRE(ControlFrame::close(code, reason).view() == frame);
}

TEST_CASE("A close frame's reason is cut between characters", "[websocket]") {
  struct Reason {
    std::size_t ascii;      ///< characters of one byte that come first
    std::string character;  ///< at the place of the cut
    bool kept;
  };
  const auto reason = GENERATE(values<Reason>({
      {122, "x", true},
      {123, "x", false},
      {121, "\xC3\xA4", true},
      {122, "\xC3\xA4", false},
      {120, "\xE2\x82\xAC", true},
      {121, "\xE2\x82\xAC", false},
      {122, "\xE2\x82\xAC", false},
      {119, "\xF0\x9F\x9A\xA6", true},
      {120, "\xF0\x9F\x9A\xA6", false},
      {122, "\xF0\x9F\x9A\xA6", false},
  }));
  CAPTURE(reason.ascii, reason.character);
  const auto kept = std::string(reason.ascii, 'a') + (reason.kept ? reason.character : "");
  const auto given = std::string(reason.ascii, 'a') + reason.character + "and more";
  const int size = 2 + static_cast<int>(kept.size());
  REQUIRE(ControlFrame::close(1000, given).view() == bytes({0x88, size, 0x03, 0xE8}) + kept);
}

}  // namespace signalbox::test::frame_writer_test
