// SPDX-License-Identifier: MIT
#include "net/websocket/handshake.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"

namespace signalbox::test::websocket_handshake_test {

using namespace signalbox::net::websocket;

namespace {

/// The one of RFC 6455 section 1.3.
const std::string kKey = "dGhlIHNhbXBsZSBub25jZQ==";
const std::string kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

HeaderRequest upgrade_with(const std::string& name, const std::string& value) {
  HeaderRequest request("/ws", {{"Upgrade", "websocket"},
                                {"Connection", "Upgrade"},
                                {"Sec-WebSocket-Version", "13"},
                                {"Sec-WebSocket-Key", kKey}});
  std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
  if (!value.empty()) request.headers.emplace_back(name, value);
  return request;
}

}  // namespace

TEST_CASE("the example of RFC 6455 section 1.3", "[net][handshake]") {
  CHECK(accept_value(kKey) == kAccept);

  const auto handshake = shake_hands(upgrade_with("Origin", "http://example.com"));

  CHECK_FALSE(handshake.refusal);
  CHECK(handshake.answer ==
        "HTTP/1.1 101 Switching Protocols\r\n"
        "Upgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
            kAccept + "\r\n\r\n");
}

TEST_CASE("requests that want a WebSocket", "[net][handshake]") {
  const auto [upgrade, connection, wants] = GENERATE(table<std::string, std::string, bool>({
      {"websocket", "Upgrade", true},
      {"WebSocket", "upgrade", true},
      {"h2c, websocket", "keep-alive, Upgrade", true},
      {"", "Upgrade", false},
      {"websocket", "", false},
      {"websocket", "keep-alive", false},
      {"h2c", "Upgrade", false},
      {"websockets", "Upgrade", false},
      {"websocket", "Upgraded", false},
  }));
  CAPTURE(upgrade, connection);
  CHECK(wants_upgrade(HeaderRequest("/", {{"Upgrade", upgrade}, {"Connection", connection}})) ==
        wants);
}

TEST_CASE("keys that are not 16 bytes in base64", "[net][handshake]") {
  const std::string key =
      GENERATE("", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
               "dGhlIHNhbXBsZSBub25jZS4=", "GhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j ZQ==",
               "dGhlIHNhbXBsZSBub25-ZQ==", "========================", "dGhlIHNhbXBsZSBub25j=Q==",
               "xdGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==");
  CAPTURE(key);
  const auto handshake = shake_hands(upgrade_with("Sec-WebSocket-Key", key));
  REQUIRE(handshake.refusal);
  CHECK(handshake.refusal->status == net::HttpStatus{400});
  CHECK(handshake.answer.empty());
}

TEST_CASE("versions of WebSocket that nobody speaks", "[net][handshake]") {
  const std::string version = GENERATE("", "8", "7", "14", "013", "13, 8");
  CAPTURE(version);
  const auto handshake = shake_hands(upgrade_with("Sec-WebSocket-Version", version));
  REQUIRE(handshake.refusal);
  CHECK(handshake.refusal->status == net::HttpStatus{426});
  CHECK(header_of(*handshake.refusal, "Sec-WebSocket-Version") == std::vector<std::string>{"13"});
}

TEST_CASE("a WebSocket begins with a GET", "[net][handshake]") {
  auto request = upgrade_with("Host", "localhost");
  request.method_text = GENERATE("POST", "HEAD", "get");
  const auto handshake = shake_hands(request);
  REQUIRE(handshake.refusal);
  CHECK(handshake.refusal->status == net::HttpStatus{405});
  CHECK(header_of(*handshake.refusal, "Allow") == std::vector<std::string>{"GET"});
}

TEST_CASE("the first subprotocol is the one", "[net][handshake]") {
  const auto [offered, line] = GENERATE(table<std::string, std::string>({
      {"signaling", "Sec-WebSocket-Protocol: signaling\r\n"},
      {"a, b", "Sec-WebSocket-Protocol: a\r\n"},
      {" , a", "Sec-WebSocket-Protocol: a\r\n"},
      {",", ""},
  }));
  const auto handshake = shake_hands(upgrade_with("Sec-WebSocket-Protocol", offered));
  CAPTURE(offered, handshake.answer);
  CHECK(handshake.answer.ends_with(kAccept + "\r\n" + line + "\r\n"));
}

}  // namespace signalbox::test::websocket_handshake_test
