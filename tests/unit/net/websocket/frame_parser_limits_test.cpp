// SPDX-License-Identifier: MIT
#include "net/websocket/frame_parser.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/frame_events.hpp"
#include "support/frame_streams.hpp"

namespace signalbox::test::frame_parser_limits_test {

using signalbox::net::websocket::kMaxControlPayload;

TEST_CASE("A message over the limit is skipped and the next one is read", "[websocket]") {
  constexpr std::size_t kLimit = 200;
  const auto fragment = [](Opcode opcode, std::size_t size, Fin fin) {
    return client_frame(opcode, std::string(size, '\xFF'), fin);  // skipped, so not judged
  };
  const auto text = fragment(Opcode::text, 150, Fin::no);
  const auto last = fragment(Opcode::continuation, 51, Fin::yes);
  const auto ping = client_frame(Opcode::ping, "ping");
  const FrameEvent too_large{Kind::too_large, ""};
  const FrameEvent pinged{Kind::ping, "ping"};

  const auto [stream, events] = GENERATE_COPY(table<std::string, Events>({
      {fragment(Opcode::text, 201, Fin::yes), {too_large}},
      {fragment(Opcode::binary, 201, Fin::yes), {too_large}},
      {text + last, {too_large}},
      {text + ping + last, {pinged, too_large}},
      {text + fragment(Opcode::continuation, 60, Fin::no) + ping + ping +
           fragment(Opcode::continuation, 0, Fin::no) + last,
       {pinged, pinged, too_large}},
      {fragment(Opcode::text, 300, Fin::no) + client_close(1001, "bye") + last,
       {{Kind::close, "bye", 1001}, too_large}},
      {fragment(Opcode::binary, 200, Fin::no) + fragment(Opcode::continuation, 1, Fin::yes),
       {too_large}},
      {fragment(Opcode::binary, 200, Fin::no) + fragment(Opcode::continuation, 0, Fin::yes),
       {{Kind::binary, std::string(200, '\xFF')}}},
  }));
  auto expected = events;
  expected.push_back({Kind::text, pattern(kLimit)});
  require_however_split(stream + client_frame(Opcode::text, pattern(kLimit)), expected, kLimit);
}

TEST_CASE("A message far over the limit is a violation", "[websocket]") {
  constexpr std::size_t kLimit = 2;
  constexpr std::size_t kMost = kLimit * FrameParser::kSkipFactor;
  const auto most = client_frame(Opcode::binary, pattern(kMost), Fin::no);
  const auto too_big = violation(CloseReason::message_too_big);
  const auto [stream, event] = GENERATE_COPY(table<std::string, FrameEvent>({
      {client_frame(Opcode::text, pattern(kMost)), {Kind::too_large, ""}},
      {most + client_frame(Opcode::continuation, ""), {Kind::too_large, ""}},
      {client_header(0x81, kMost + 1, 2), too_big},  // announced is enough
      {client_header(0x81, 65'536, 8), too_big},
      {client_header(0x01, ~std::uint64_t{0} >> 1U, 8), too_big},
      {most + client_header(0x80, 1, 0), too_big},
      {most + client_header(0x00, ~std::uint64_t{0} >> 1U, 8), too_big},
  }));
  require_however_split(stream, {event}, kLimit);
}

TEST_CASE("A limit that is lowered inside a message holds for its next frame", "[websocket]") {
  FrameParser parser;
  const auto ping = client_frame(Opcode::ping, "ping");
  REQUIRE(feed(parser, client_frame(Opcode::text, pattern(50), Fin::no), 100).empty());
  REQUIRE(feed(parser, client_frame(Opcode::continuation, "", Fin::no) + ping, 40) ==
          Events{{Kind::ping, "ping"}});
  REQUIRE(feed(parser, client_frame(Opcode::continuation, ""), 100) ==
          Events{{Kind::too_large, ""}});
}

TEST_CASE("A frame whole in the input is neither copied nor allocated for", "[websocket]") {
  const auto opcode = GENERATE(Opcode::text, Opcode::binary, Opcode::ping, Opcode::pong);
  const std::string payload = pattern(120);
  Chunk chunk(client_frame(opcode, payload) + client_frame(opcode, payload));
  auto input = chunk.input();
  const char* const begin = input.data();
  FrameParser parser;

  const auto first = parser.next(input, kMaxMessage).payload;
  const auto second = parser.next(input, kMaxMessage).payload;

  REQUIRE(first == payload);
  REQUIRE(second == payload);
  REQUIRE(first.data() == begin + 6);
  REQUIRE(second.data() == begin + 6 + payload.size() + 6);
  REQUIRE(input.empty());
  REQUIRE(parser.memory() == 0);
}

TEST_CASE("The memory of a split message", "[websocket]") {
  constexpr std::size_t kLimit = 60'000;
  constexpr std::size_t kMost = kLimit + kMaxControlPayload;
  const auto single_bytes = [](std::size_t count) {
    auto stream = client_frame(Opcode::text, "", Fin::no);
    for (std::size_t i = 0; i < count; ++i) {
      stream += client_frame(Opcode::continuation, "!", Fin::no);
    }
    return stream;
  };
  struct Memory {
    std::string name;
    std::string stream;
    std::size_t most;  ///< at any time
    bool is_kept;      ///< at the end of the stream
  };
  const auto memory = GENERATE_COPY(values<Memory>({
      {"is no more than twice what has come",
       client_frame(Opcode::text, pattern(kLimit)).substr(0, 1000), 2000, true},
      {"is bounded by the limit, in one frame", client_frame(Opcode::text, pattern(kLimit)), kMost,
       false},
      {"is bounded by the limit, in fragments",
       single_bytes(kLimit) + client_frame(Opcode::ping, "") +
           client_frame(Opcode::continuation, ""),
       kMost, false},
      {"has room for a control frame above the limit",
       client_frame(Opcode::text, pattern(kLimit), Fin::no) +
           client_frame(Opcode::ping, pattern(125)),
       kMost, true},
      {"is kept between fragments", single_bytes(1) + client_frame(Opcode::ping, ""), 2, true},
      {"is released when skipping begins",
       client_frame(Opcode::text, pattern(kLimit), Fin::no) + client_header(0x00, kLimit, 2) +
           "more",
       kMost, false},
      {"is not taken while skipping", client_frame(Opcode::text, pattern(3 * kLimit)), 0, false},
      {"is released after a control frame", client_frame(Opcode::ping, pattern(125)), 250, false},
  }));
  INFO(memory.name);
  const auto read_size = GENERATE(values<std::size_t>({1, 100, 7000}));
  CAPTURE(read_size);
  FrameParser parser;
  std::size_t most = 0;
  int growths = 0;

  for (std::size_t i = 0; i < memory.stream.size(); i += read_size) {
    Chunk chunk(std::string_view(memory.stream).substr(i, read_size));
    auto input = chunk.input();
    do {
      parser.next(input, kLimit);
      growths += parser.memory() > most ? 1 : 0;
      most = std::max(most, parser.memory());
    } while (!input.empty());
  }
  std::span<char> nothing;
  parser.next(nothing, kLimit);

  REQUIRE(most <= memory.most + (memory.most > 0 ? kReadPadding : 0));
  REQUIRE(growths <= 20);  // so that copying is linear in the message's size
  REQUIRE((parser.memory() > 0) == memory.is_kept);
}

}  // namespace signalbox::test::frame_parser_limits_test
