// SPDX-License-Identifier: MIT
// Where a payload begins and ends, and which payloads are JSON.
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/native_decoder.hpp"

namespace signalbox::test::native_payload_test {

namespace {

const std::vector<std::string> kGoodPayloads{
    // Numbers of any size, as they are written.
    "0",
    "-0",
    "1",
    "-1",
    "10",
    "0.0",
    "0.5",
    "1e5",
    "1E5",
    "1e+5",
    "1e-5",
    "-1.25E-07",
    "12345678901234567890",
    "1e400",
    "-1e400",
    "1e-400",
    "0.1000000000000000000000000000000000001",
    "true",
    "false",
    "null",
    // Strings with every escape, lone surrogates, and what needs none.
    R"("")",
    R"(" ")",
    R"("a")",
    R"("\"\\\/\b\f\n\r\t")",
    R"("\\")",
    R"("\\\\\"")",
    R"("\u0000")",
    R"("\uD83E\uDD8A\ud83e")",
    R"("\udc00\ud800")",
    R"("\uABCD\uefAB")",
    R"("},{],[:")",
    R"("{\"type\":\"offer\"}")",
    "\"\x7F\"",
    "\"zoë 🦊 \xE2\x80\xA8\"",
    "\"// no comment\"",
    // Objects and arrays, with whitespace and order kept, and members of any name.
    "{}",
    "{ }",
    "[]",
    "[\n]",
    "[[]]",
    "[{}]",
    R"({"":""})",
    R"({"a":1,"a":2})",
    "[1, 2,3 ]",
    "{\t\"b\" :\r\n1, \"a\": [ true,null , {} ] }",
    R"({"type":"x","offer":{"offer":1}})",
    R"({"sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n","type":"offer"})",
    R"({"\u0061":1e400,"\ud800":"\ud800"})",
    "[1e400,-0.0]",
    R"(["a","b"])",
};

const std::vector<std::string> kBadPayloads{
    // simdjson skips a string that a colon follows as a member's name.
    R"({"a":"b":1]})",
    R"(["a":1]])",
    R"(["a":[]])",
    R"({"a":"b":{}})",
    R"("a":1])",
    R"("a":{})",

    "",
    " ",
    "01",
    "-01",
    "00",
    "+1",
    "-",
    "--1",
    "1.",
    ".5",
    "-.5",
    "1.e5",
    "1e",
    "1e+",
    "1E-",
    "1e5.5",
    "1.2.3",
    "0x10",
    "1_000",
    "1a",
    "1-1",
    "1 2",
    "NaN",
    "-NaN",
    "Infinity",
    "-Infinity",
    "undefined",
    "tru",
    "truee",
    "True",
    "nul",
    "nulll",
    "NULL",
    "t",
    "false1",
    "true false",
    "'a'",
    "a",
    "\"",
    "\"a",
    "a\"",
    "\"a\"b",
    "1\"a\"",
    "\"a\"\"b\"",
    "\"a\" \"b\"",
    "\"\\\"",
    R"("\x41")",
    R"("\'")",
    R"("\ ")",
    R"("\u")",
    R"("\u1")",
    R"("\u12")",
    R"("\u123")",
    R"("\u123g")",
    R"("\U0041")",
    R"("\u 041")",
    R"("\u+041")",
    R"("\a")",
    R"("\0")",
    R"("\8")",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\x1F\"",
    "\"\\\n\"",
    "{",
    "}",
    "[",
    "]",
    "{]",
    "[}",
    "[1}",
    "{\"a\":1]",
    "[,]",
    "[1,]",
    "[,1]",
    "[1,,2]",
    "[1 2]",
    "[1;2]",
    "[1:2]",
    R"(["a" "b"])",
    R"(["a":1])",
    "[1]]",
    "[[1]",
    "{,}",
    R"({"a"})",
    R"({"a":})",
    R"({:1})",
    R"({"a":1,})",
    R"({,"a":1})",
    R"({"a":1 "b":2})",
    R"({"a" 1})",
    R"({"a"::1})",
    R"({"a":1:2})",
    R"({"a",1})",
    "{a:1}",
    "{1:2}",
    "{null:1}",
    "{[]:1}",
    R"({"a":1}})",
    R"({"a":tru})",
    R"({"a":"\x"})",
    R"({"\x":1})",
    R"({"a":{"b":[01]}})",
    R"({"\u12":1})",
    R"({"a)",
    R"({"a":"b)",
    "[1]/**/",
    "/**/1",
    "1//",
    "\f1",
    "1\v",
    "[\f]",
    "\xC2\xA0"
    "1",
    "\xEF\xBB\xBF"
    "1",
    "[\xEF\xBB\xBF]",
    "\xE2\x80\xA8"
    "1",
    "#",
    "@",
    "`",
};

/// Before and behind a payload.
const std::vector<std::string> kSpaces{"", " ", "\n", " \t\r\n "};

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += '1';
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

/// A message with `payload` as it is, at its beginning, in its middle and at its end.
std::vector<std::string> messages_with(const std::string& payload) {
  return {
      R"({"candidate":)" + payload + R"(,"type":"candidate","otherUsername":"bob"})",
      R"({"type":"candidate","candidate":)" + payload + R"(,"otherUsername":"bob"})",
      R"({"type":"candidate","otherUsername":"bob","candidate":)" + payload + "}",
      R"({"type":"candidate","otherUsername":"bob","candidate":)" + payload + "} \n",
  };
}

/// A message with `value` in a member that is nobody's business, and deep in a payload.
std::vector<std::string> messages_around(const std::string& value) {
  return {
      R"({"type":"close","x":)" + value + "}",
      R"({"x":)" + value + R"(,"type":"close"})",
      R"({"type":"candidate","otherUsername":"bob","candidate":[)" + value + "]}",
      R"({"type":"candidate","otherUsername":"bob","candidate":{"a":[{"b":)" + value + "}]}}",
  };
}

}  // namespace

TEST_CASE("a payload is passed on as it stands, without the whitespace around it",
          "[dialect][native][payload]") {
  NativeDecoder decoder;
  for (const auto& payload : kGoodPayloads) {
    for (const auto& before : kSpaces) {
      for (const auto& behind : kSpaces) {
        std::string padded = before;
        padded.append(payload).append(behind);
        for (const auto& message : messages_with(padded)) {
          CAPTURE(message);
          REQUIRE(show(decoder.decode(message)) == "candidate to 'bob': " + payload);
        }
      }
    }
  }
}

TEST_CASE("a payload that is no JSON makes the message none", "[dialect][native][payload]") {
  NativeDecoder decoder;
  for (const auto& payload : kBadPayloads) {
    for (const auto& message : messages_with(payload)) {
      CAPTURE(message);
      REQUIRE(show(decoder.decode(message)).starts_with("invalid_json: "));
    }
  }
}

TEST_CASE("what is ignored and what is opaque must be JSON as well", "[dialect][native][payload]") {
  NativeDecoder decoder;
  for (const auto& value : kGoodPayloads) {
    for (const auto& message : messages_around(value)) {
      CAPTURE(message);
      REQUIRE(std::holds_alternative<dialect::Request>(decoder.decode(message)));
    }
  }
  for (const auto& value : kBadPayloads) {
    for (const auto& message : messages_around(value)) {
      // [] is as good as [1], so nothing is no fault there.
      if (value.find_first_not_of(' ') == std::string::npos &&
          message.find('[') != std::string::npos)
        continue;
      CAPTURE(message);
      REQUIRE(show(decoder.decode(message)).starts_with("invalid_json: "));
    }
  }
}

TEST_CASE("a payload nests 32 levels deep at most", "[dialect][native][payload]") {
  const auto [open, close] = GENERATE(table<std::string, std::string>(
      {{"[", "]"}, {R"({"a":)", "}"}, {R"({"b":[],"a":)", R"(,"c":{}})"}, {"[[],", ",[]]"}}));
  const auto [depth, is_taken] = GENERATE(table<std::size_t, bool>(
      {{1, true}, {30, true}, {31, true}, {33, false}, {34, false}, {20'000, false}}));
  NativeDecoder decoder;

  const auto decoded = decoder.decode(R"({"type":"candidate","otherUsername":"bob","candidate":)" +
                                      nested(depth, open, close) + "}");

  CAPTURE(open, depth);
  CHECK(std::holds_alternative<dialect::Request>(decoded) == is_taken);
  if (!is_taken) CHECK(show(decoded).starts_with("invalid_json: "));
}

TEST_CASE("brackets that never close are no trouble", "[dialect][native][payload]") {
  const std::string open = GENERATE("[", "{\"a\":", "[{\"a\":");
  const std::string before = GENERATE("", R"({"type":"candidate","candidate":)");
  std::string bomb = before;
  for (int i = 0; i < 100'000; ++i) bomb += open;
  NativeDecoder decoder;
  CHECK(show(decoder.decode(bomb)).starts_with("invalid_json: "));
}

TEST_CASE("a payload is the sender's own bytes", "[dialect][native][payload]") {
  NativeDecoder decoder;
  const auto decoded = decoder.decode(R"({"type":"answer", "answer" : {"a" :1} })");

  const auto& relay = std::get<domain::Relay>(std::get<dialect::Request>(decoded));

  CHECK(relay.payload.data() == decoder.text().data() + decoder.text().find(R"({"a")"));
  CHECK(relay.payload.size() == std::string_view(R"({"a" :1})").size());
}

}  // namespace signalbox::test::native_payload_test
