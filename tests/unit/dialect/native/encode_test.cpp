// SPDX-License-Identifier: MIT
#include <chrono>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/native_decoder.hpp"

namespace signalbox::test::encode_test {

using domain::Event;
using domain::Signal;

TEST_CASE("what a client hears of another", "[dialect][native]") {
  struct Row {
    Event event;
    std::string_view text;
  };
  const auto row = GENERATE(values<Row>({
      {{.signal = Signal::offer, .username = "alice", .payload = R"({"sdp" : "v=0"})"},
       R"({"type":"offer","offer":{"sdp" : "v=0"},"username":"alice"})"},
      {{.signal = Signal::answer, .username = "bob", .payload = "1e400"},
       R"({"type":"answer","answer":1e400,"username":"bob"})"},
      {{.signal = Signal::candidate, .username = "zoë 🦊", .payload = "null"},
       R"({"type":"candidate","candidate":null,"username":"zoë 🦊"})"},
      {{.signal = Signal::close, .username = "bob", .payload = R"("declined")"},
       R"({"type":"close","reason":"declined","username":"bob"})"},
      {{.signal = Signal::close, .username = "bob"}, R"({"type":"close","username":"bob"})"},
      {{.kind = Event::Kind::vanished, .username = "bob", .payload = "gone"},
       R"({"type":"close","reason":"gone","username":"bob"})"},
      {{.kind = Event::Kind::vanished, .username = R"(b"o\b)", .payload = "shutdown"},
       R"({"type":"close","reason":"shutdown","username":"b\"o\\b"})"},
      {{.signal = Signal::message, .username = "bob", .payload = "[ 1 ]"},
       R"({"type":"message","data":[ 1 ],"username":"bob"})"},
      {{.kind = Event::Kind::acknowledged, .id = "1.50"},
       R"({"type":"ack","id":1.50,"result":"delivered"})"},
      {{.signal = Signal::candidate, .username = R"("\")", .payload = R"("\\")"},
       R"({"type":"candidate","candidate":"\\","username":"\"\\\""})"},
  }));
  const NativeDecoder decoder;
  CHECK(decoder.encode(row.event) == row.text);
}

TEST_CASE("what a client hears of a message that did not arrive", "[dialect][native]") {
  struct Row {
    Signal signal;
    ErrorCode error;
    std::string_view username;
    std::string_view text;
  };
  const auto row = GENERATE(values<Row>({
      {Signal::candidate, ErrorCode::user_unavailable, "bob",
       R"({"type":"error","code":"user_unavailable","message":"'bob' has just gone",)"
       R"("about":{"type":"candidate","otherUsername":"bob"}})"},
      {Signal::offer, ErrorCode::busy, R"(b"o\b)",
       R"({"type":"error","code":"busy",)"
       R"("message":"'b\"o\\b' has as many calls, or as much waiting, as this server allows",)"
       R"("about":{"type":"offer","otherUsername":"b\"o\\b"}})"},
      {Signal::answer, ErrorCode::unavailable, "bob",
       R"({"type":"error","code":"unavailable",)"
       R"("message":"the server is overloaded: try again in a few seconds",)"
       R"("about":{"type":"answer","otherUsername":"bob"}})"},
  }));
  const NativeDecoder decoder;
  const Event event{.kind = Event::Kind::undeliverable,
                    .signal = row.signal,
                    .error = row.error,
                    .username = row.username};
  CHECK(decoder.encode(event) == row.text);
}

TEST_CASE("what a client hears of its own mistakes", "[dialect][native]") {
  struct Row {
    dialect::Refusal refusal;
    std::string_view text;
  };
  const auto row = GENERATE(values<Row>({
      {{{ErrorCode::invalid_json, "no"}},
       R"({"type":"error","code":"invalid_json","message":"no"})"},
      {{{ErrorCode::unknown_type, "no 'a\"b'"}, "a\"b"},
       R"({"type":"error","code":"unknown_type","message":"no 'a\"b'","about":{"type":"a\"b"}})"},
      {{{ErrorCode::invalid_message, "no"}, "", "bob"},
       R"({"type":"error","code":"invalid_message","message":"no",)"
       R"("about":{"otherUsername":"bob"}})"},
      {{{ErrorCode::user_unavailable, "no"}, "offer", "a\nb\\"},
       R"({"type":"error","code":"user_unavailable","message":"no",)"
       R"("about":{"type":"offer","otherUsername":"a\nb\\"}})"},
      {{{ErrorCode::username_taken, "'zoë' is"}, "login", "", "", true},
       R"({"type":"login","success":false,)"
       R"("error":{"code":"username_taken","message":"'zoë' is"}})"},
  }));
  const NativeDecoder decoder;
  CHECK(decoder.encode(row.refusal) == row.text);
}

TEST_CASE("an answer repeats what the client called its message", "[dialect][native]") {
  const NativeDecoder decoder;
  CHECK(decoder.encode(dialect::Ping{}) == R"({"type":"pong"})");
  CHECK(decoder.encode(dialect::Ping{R"("a\u0020b")"}) == R"({"type":"pong","id":"a\u0020b"})");
  CHECK(decoder.encode(domain::Logout{}) == R"({"type":"logout"})");
  CHECK(decoder.encode(domain::Logout{"1e400"}) == R"({"type":"logout","id":1e400})");
  CHECK(decoder.encode(dialect::IceAnswer{.ice = {.servers = "[]"}, .id = "7"}) ==
        R"({"type":"iceServers","iceServers":[],"id":7})");
  CHECK(decoder.encode(dialect::LoginAnswer{.username = "a", .session = "s", .id = "7"}) ==
        R"({"type":"login","success":true,"username":"a","session":"s","heartbeat":25,)"
        R"("version":"0.0.0","iceServers":[],"id":7})");
  CHECK(decoder.encode(dialect::Refusal{.failure = {ErrorCode::username_taken, "no"},
                                        .type = "login",
                                        .id = "7",
                                        .of_login = true}) ==
        R"({"type":"login","success":false,"error":{"code":"username_taken","message":"no"},)"
        R"("id":7})");
  CHECK(decoder.encode(Event{.kind = Event::Kind::undeliverable,
                             .signal = Signal::message,
                             .error = ErrorCode::busy,
                             .username = "bob",
                             .id = "7"}) ==
        R"({"type":"error","code":"busy",)"
        R"("message":"'bob' has as many calls, or as much waiting, as this server allows",)"
        R"("about":{"type":"message","otherUsername":"bob"},"id":7})");
}

TEST_CASE("the answer to a login", "[dialect][native]") {
  SECTION("as short as it can be") {
    const NativeDecoder decoder({.version = "1.2.3"});
    CHECK(decoder.encode(dialect::LoginAnswer{.username = "alice", .session = "0-1-1"}) ==
          R"({"type":"login","success":true,"username":"alice","session":"0-1-1",)"
          R"("heartbeat":0,"version":"1.2.3","iceServers":[]})");
  }
  SECTION("with a way to come back") {
    const NativeDecoder decoder({.version = "1.2.3"});
    dialect::LoginAnswer answer{.username = "alice", .session = "s"};
    answer.resume = {.token = "t", .window = std::chrono::seconds(30)};
    CHECK(decoder.encode(answer) ==
          R"({"type":"login","success":true,"username":"alice","session":"s",)"
          R"("resume":{"token":"t","window":30},"heartbeat":0,"version":"1.2.3","iceServers":[]})");
    answer.resumed = false;
    answer.received = 5;
    CHECK(decoder.encode(answer) ==
          R"({"type":"login","success":true,"username":"alice","session":"s",)"
          R"("resume":{"token":"t","window":30},"resumed":false,)"
          R"("heartbeat":0,"version":"1.2.3","iceServers":[]})");
    answer.resumed = true;
    CHECK(decoder.encode(answer) ==
          R"({"type":"login","success":true,"username":"alice","session":"s",)"
          R"("resume":{"token":"t","window":30},"resumed":true,"received":5,)"
          R"("heartbeat":0,"version":"1.2.3","iceServers":[]})");
  }
  SECTION("with ICE servers and a name that needs escapes") {
    const NativeDecoder decoder({.version = "1.2.3", .heartbeat_seconds = 25});
    dialect::LoginAnswer answer{.username = R"(a"\)", .session = "s"};
    answer.ice = {.servers = R"([{"urls":["turn:host"],"username":"u","credential":"p"}])"};
    CHECK(decoder.encode(answer) ==
          R"({"type":"login","success":true,"username":"a\"\\","session":"s",)"
          R"("heartbeat":25,"version":"1.2.3",)"
          R"("iceServers":[{"urls":["turn:host"],"username":"u","credential":"p"}]})");
    answer.ice = {.servers = "[]", .lifetime = std::chrono::hours(1)};
    CHECK(decoder.encode(answer) ==
          R"({"type":"login","success":true,"username":"a\"\\","session":"s",)"
          R"("heartbeat":25,"version":"1.2.3","iceServers":[],"iceLifetime":3600})");
  }
}

TEST_CASE("what a client hears before the server stops", "[dialect][native]") {
  const NativeDecoder decoder;
  CHECK(decoder.encode(dialect::Reconnect{std::chrono::milliseconds(1'234)}) ==
        R"({"type":"reconnect","after":1234})");
}

TEST_CASE("a message is appended to what is there", "[dialect][native]") {
  const NativeDecoder decoder;
  std::string out = "before ";
  decoder.dialect().encode(Event{.signal = Signal::close, .username = "bob"}, out);
  CHECK(out == R"(before {"type":"close","username":"bob"})");
}

}  // namespace signalbox::test::encode_test
