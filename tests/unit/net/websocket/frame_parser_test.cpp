// SPDX-License-Identifier: MIT
#include "net/websocket/frame_parser.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/websocket/close_code.hpp"
#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/frame_events.hpp"
#include "support/frame_streams.hpp"

namespace signalbox::test::frame_parser_test {

using signalbox::net::websocket::kNoStatus;

TEST_CASE("The examples of RFC 6455 section 5.7 that a client may send", "[websocket]") {
  struct Example {
    std::string name;
    std::string stream;
    Events events;
  };
  const auto example = GENERATE(values<Example>({
      {"a masked text",
       bytes({0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58}),
       {{Kind::text, "Hello"}}},
      {"a masked pong",
       bytes({0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58}),
       {{Kind::pong, "Hello"}}},
      {"an unmasked text", bytes({0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F}), {violation()}},
      {"an unmasked ping", bytes({0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F}), {violation()}},
      {"the fragmented text, masked",
       client_frame(Opcode::text, "Hel", Fin::no) + client_frame(Opcode::continuation, "lo"),
       {{Kind::text, "Hello"}}},
      {"256 bytes of binary, masked",
       bytes({0x82, 0xFE, 0x01, 0x00, 0, 0, 0, 0}) + pattern(256),
       {{Kind::binary, pattern(256)}}},
  }));
  INFO(example.name);
  require_however_split(example.stream, example.events);
}

TEST_CASE("Every length form carries its whole range", "[websocket]") {
  const auto size = GENERATE(values<std::size_t>(
      {0, 1, 7, 8, 9, 124, 125, 126, 127, 128, 65'534, 65'535, 65'536, 65'537, 200'000}));
  const auto [opcode, kind] = GENERATE(table<Opcode, Kind>({
      {Opcode::text, Kind::text},
      {Opcode::binary, Kind::binary},
  }));
  const auto piece = GENERATE(values<std::size_t>({1, 1460, 1'000'000}));
  CAPTURE(size, piece);
  const auto stream = client_frame(opcode, pattern(size)) + client_frame(Opcode::ping, "after");

  const auto events = parse(stream, size, [&] { return piece; });

  REQUIRE(events == Events{{kind, pattern(size)}, {Kind::ping, "after"}});
}

TEST_CASE("A control frame may have 0 to 125 bytes", "[websocket]") {
  const auto size = GENERATE(values<std::size_t>({0, 1, 124, 125}));
  const auto [opcode, kind] = GENERATE(table<Opcode, Kind>({
      {Opcode::ping, Kind::ping},
      {Opcode::pong, Kind::pong},
  }));
  const auto stream = client_frame(opcode, pattern(size));
  // The limit is one for messages.
  require_however_split(stream, {{kind, pattern(size)}}, 1);
}

TEST_CASE("Malformed frames are refused at their header", "[websocket]") {
  struct Malformed {
    std::string name;
    std::string stream;
  };
  constexpr int kText = 0x81;
  const auto malformed = GENERATE(values<Malformed>({
      {"5.1 no mask", bytes({0x81, 0x00})},
      {"5.1 a control frame without mask", bytes({0x89, 0x00})},
      {"5.2 RSV1", client_header(0xC1, 0, 0)},
      {"5.2 RSV2", client_header(0xA1, 0, 0)},
      {"5.2 RSV3", client_header(0x91, 0, 0)},
      {"5.2 RSV1 in a control frame", client_header(0xC9, 0, 0)},
      {"5.2 opcode 3", client_header(0x83, 0, 0)},
      {"5.2 opcode 4", client_header(0x84, 0, 0)},
      {"5.2 opcode 5", client_header(0x85, 0, 0)},
      {"5.2 opcode 6", client_header(0x86, 0, 0)},
      {"5.2 opcode 7", client_header(0x87, 0, 0)},
      {"5.2 opcode B", client_header(0x8B, 0, 0)},
      {"5.2 opcode C", client_header(0x8C, 0, 0)},
      {"5.2 opcode D", client_header(0x8D, 0, 0)},
      {"5.2 opcode E", client_header(0x8E, 0, 0)},
      {"5.2 opcode F", client_header(0x8F, 0, 0)},
      {"5.2 an opcode reserved for control, not final", client_header(0x0B, 0, 0)},
      {"5.2 0 in 16 bits", client_header(kText, 0, 2)},
      {"5.2 125 in 16 bits", client_header(kText, 125, 2)},
      {"5.2 0 in 64 bits", client_header(kText, 0, 8)},
      {"5.2 125 in 64 bits", client_header(kText, 125, 8)},
      {"5.2 126 in 64 bits", client_header(kText, 126, 8)},
      {"5.2 65535 in 64 bits", client_header(kText, 65'535, 8)},
      {"5.2 the highest bit of 64", client_header(kText, std::uint64_t{1} << 63U, 8)},
      {"5.2 all of 64 bits", client_header(kText, ~std::uint64_t{0}, 8)},
      {"5.4 a continuation of nothing", client_header(0x80, 0, 0)},
      {"5.4 a continuation of nothing, not final", client_header(0x00, 0, 0)},
      {"5.4 a continuation after a whole message",
       client_frame(Opcode::binary, "") + client_header(0x80, 0, 0)},
      {"5.4 a text inside a text",
       client_frame(Opcode::text, "a", Fin::no) + client_header(0x81, 0, 0)},
      {"5.4 a binary inside a text",
       client_frame(Opcode::text, "a", Fin::no) + client_header(0x82, 0, 0)},
      {"5.4 a text inside an empty binary",
       client_frame(Opcode::binary, "", Fin::no) + client_header(0x01, 0, 0)},
      {"5.5 a fragmented close", client_header(0x08, 0, 0)},
      {"5.5 a fragmented ping", client_header(0x09, 0, 0)},
      {"5.5 a fragmented pong", client_header(0x0A, 0, 0)},
      {"5.5 a close of 126 bytes", client_header(0x88, 126, 2)},
      {"5.5 a ping of 126 bytes", client_header(0x89, 126, 2)},
      {"5.5 a pong of 65536 bytes", client_header(0x8A, 65'536, 8)},
      {"5.5.1 a close of one byte", client_frame(Opcode::close, "\x03")},
  }));
  INFO(malformed.name);
  auto events = parse(malformed.stream, kMaxMessage);
  REQUIRE_FALSE(events.empty());
  REQUIRE(events.back() == violation());
  require_however_split(malformed.stream, events);
  // What precedes it comes through.
  events.insert(events.begin(), {Kind::text, "fine"});
  require_however_split(client_frame(Opcode::text, "fine") + malformed.stream, events);
}

TEST_CASE("A refusal does not wait for the rest of the frame", "[websocket]") {
  const auto [stream, complete] = GENERATE(table<std::string, std::size_t>({
      {client_header(0x83, 0, 0), 2},
      {client_header(0x89, 126, 2), 2},
      {client_header(0x81, 5, 2), 8},
      {client_header(0x81, std::uint64_t{1} << 63U, 8), 14},
      {client_header(0x81, std::uint64_t{1} << 62U, 8), 14},
  }));
  REQUIRE(parse(stream.substr(0, complete - 1), kMaxMessage).empty());
  REQUIRE(parse(stream.substr(0, complete), kMaxMessage).size() == 1);
}

TEST_CASE("Fragments make one message and control frames come in between", "[websocket]") {
  const auto first = client_frame(Opcode::text, "one ", Fin::no);
  const auto middle = client_frame(Opcode::continuation, "two ", Fin::no);
  const auto last = client_frame(Opcode::continuation, "three");
  const auto empty = client_frame(Opcode::continuation, "", Fin::no);
  const auto ping = client_frame(Opcode::ping, pattern(125));
  const auto pong = client_frame(Opcode::pong, "");
  const FrameEvent message{Kind::text, "one two three"};
  const FrameEvent pinged{Kind::ping, pattern(125)};
  const FrameEvent ponged{Kind::pong, ""};

  struct Sequence {
    std::string stream;
    Events events;
  };
  const auto sequence = GENERATE_COPY(values<Sequence>({
      {first + middle + last, {message}},
      {first + empty + middle + empty + last, {message}},
      {first + ping + middle + last, {pinged, message}},
      {first + ping + pong + middle + ping + last + ping,
       {pinged, ponged, pinged, message, pinged}},
      {first + middle + client_close(1000) + last, {{Kind::close, "", 1000}, message}},
      {first + middle + last + first + pong + middle + last, {message, ponged, message}},
      {client_frame(Opcode::text, "", Fin::no) + client_frame(Opcode::continuation, ""),
       {{Kind::text, ""}}},
      {client_frame(Opcode::binary, "", Fin::no) + ping + middle + last,
       {pinged, {Kind::binary, "two three"}}},
  }));
  require_however_split(sequence.stream, sequence.events);
}

TEST_CASE("A close frame's code and reason", "[websocket]") {
  const auto utf8 = violation(CloseReason::invalid_utf8);
  const auto [payload, event] = GENERATE_COPY(table<std::string, FrameEvent>({
      {"", {Kind::close, "", kNoStatus}},
      {"\x03\xE8", {Kind::close, "", 1000}},
      {"\x03\xE9going", {Kind::close, "going", 1001}},
      {"\x0F\xA0\xC3\xA4", {Kind::close, "\xC3\xA4", 4000}},
      {"\x03\xE8" + pattern(123), {Kind::close, pattern(123), 1000}},
      {"\x03", violation()},
      {"\x03\xE8\xC3", utf8},
      {"\x03\xE8\xED\xA0\x80", utf8},
      {"\x03\xE8" + std::string(122, 'a') + "\xFF", utf8},
      {"\x03\xEE\xFF", violation()},  // the code is judged first
  }));
  require_however_split(client_frame(Opcode::close, payload), {event});
}

TEST_CASE("The close codes that may be received", "[websocket]") {
  struct Range {
    std::uint32_t first;
    std::uint32_t last;
    bool valid;
  };
  const auto range = GENERATE(values<Range>({
      {0, 999, false},
      {1000, 1003, true},
      {1004, 1006, false},
      {1007, 1014, true},
      {1015, 2999, false},
      {3000, 4999, true},
      {5000, 65'535, false},
  }));
  for (auto code = range.first; code <= range.last; ++code) {
    const auto narrow = static_cast<std::uint16_t>(code);
    const auto expected = range.valid ? FrameEvent{Kind::close, "", narrow} : violation();
    if (parse(client_close(narrow), kMaxMessage) != Events{expected}) {
      FAIL(code);
    }
  }
}

TEST_CASE("Text is checked as a whole message of UTF-8", "[websocket]") {
  struct Text {
    std::string name;
    std::string bytes;
    bool valid;
  };
  const auto text = GENERATE(values<Text>({
      {"ASCII", "plain", true},
      {"a NUL", std::string("a\0b", 3), true},
      {"two bytes, least", "\xC2\x80", true},
      {"three bytes, least", "\xE0\xA0\x80", true},
      {"before the surrogates", "\xED\x9F\xBF", true},
      {"after the surrogates", "\xEE\x80\x80", true},
      {"a noncharacter", "\xEF\xBF\xBF", true},
      {"four bytes, least", "\xF0\x90\x80\x80", true},
      {"U+10FFFF", "\xF4\x8F\xBF\xBF", true},
      {"a mixture", "\xCE\xBA\xE1\xBD\xB9\xF0\x9F\x9A\xA6.", true},
      {"long, and its last character has three bytes", pattern(90) + "\xE2\x82\xAC", true},
      {"a lone continuation byte", "a\x80", false},
      {"a start without continuation", "\xC3z", false},
      {"cut after one of two", "a\xC3", false},
      {"cut after two of three", "a\xE2\x82", false},
      {"cut after three of four", "a\xF0\x9F\x9A", false},
      {"overlong /, two bytes", "\xC0\xAF", false},
      {"overlong /, three bytes", "\xE0\x80\xAF", false},
      {"overlong /, four bytes", "\xF0\x80\x80\xAF", false},
      {"overlong NUL", "\xC0\x80", false},
      {"overlong, greatest of two bytes", "\xC1\xBF", false},
      {"overlong, greatest of three bytes", "\xE0\x9F\xBF", false},
      {"overlong, greatest of four bytes", "\xF0\x8F\xBF\xBF", false},
      {"first surrogate", "\xED\xA0\x80", false},
      {"last surrogate", "\xED\xBF\xBF", false},
      {"a surrogate pair", "\xED\xA0\xBD\xED\xBA\xA6", false},
      {"U+110000", "\xF4\x90\x80\x80", false},
      {"five bytes", "\xF8\x88\x80\x80\x80", false},
      {"FE", "\xFE", false},
      {"FF", "\xFF", false},
      {"long, and its last character is cut", pattern(90) + "\xE2\x82", false},
  }));
  INFO(text.name);
  const auto expected =
      text.valid ? FrameEvent{Kind::text, text.bytes} : violation(CloseReason::invalid_utf8);
  require_however_split(client_frame(Opcode::text, text.bytes), {expected});
  // A fragment may end inside a character (RFC 6455 section 5.6).
  for (std::size_t cut = 0; cut <= text.bytes.size(); ++cut) {
    CAPTURE(cut);
    const auto first = client_frame(Opcode::text, text.bytes.substr(0, cut), Fin::no);
    const auto second = client_frame(Opcode::continuation, text.bytes.substr(cut));
    REQUIRE(parse(first + second, kMaxMessage) == Events{expected});
    REQUIRE(parse_byte_by_byte(first + second) == Events{expected});
  }
  // Binary messages may hold anything.
  REQUIRE(parse(client_frame(Opcode::binary, text.bytes), kMaxMessage) ==
          Events{{Kind::binary, text.bytes}});
}

TEST_CASE("A parser can be moved inside a message", "[websocket]") {
  FrameParser first;
  const auto stream = client_frame(Opcode::text, "Hel", Fin::no) +
                      client_frame(Opcode::continuation, "lo").substr(0, 7);
  REQUIRE(feed(first, stream, kMaxMessage).empty());
  FrameParser second(std::move(first));
  REQUIRE(feed(second, client_frame(Opcode::continuation, "lo").substr(7), kMaxMessage) ==
          Events{{Kind::text, "Hello"}});
}

TEST_CASE("Random frames in random reads give the same events", "[websocket]") {
  const auto seed = GENERATE(range(0U, 300U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto up_to = [&](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most)(random);
  };
  std::string stream;
  Events expected;
  const auto maybe_control = [&] {
    while (up_to(3) == 0) {
      const auto payload = pattern(up_to(125));
      const bool is_ping = up_to(1) == 0;
      stream += client_frame(is_ping ? Opcode::ping : Opcode::pong, payload);
      expected.push_back({is_ping ? Kind::ping : Kind::pong, payload});
    }
  };
  for (int message = 0; message < 10; ++message) {
    const bool is_text = up_to(1) == 0;
    auto opcode = is_text ? Opcode::text : Opcode::binary;
    std::string payload;
    maybe_control();
    for (auto fragments = up_to(2) == 0 ? up_to(5) : 0; fragments-- > 0;) {
      const auto part = pattern(up_to(400));
      stream += client_frame(std::exchange(opcode, Opcode::continuation), part, Fin::no);
      payload += part;
      maybe_control();
    }
    const auto part = pattern(up_to(400));
    stream += client_frame(opcode, part);
    payload += part;
    if (payload.size() > kMaxMessage) {
      expected.push_back({Kind::too_large, ""});
    } else {
      expected.push_back({is_text ? Kind::text : Kind::binary, payload});
    }
  }
  const auto largest_read = GENERATE(values<std::size_t>({0, 3, 50, 2000}));

  REQUIRE(parse(stream, kMaxMessage, [&] { return 1 + up_to(largest_read); }) == expected);
}

}  // namespace signalbox::test::frame_parser_test
