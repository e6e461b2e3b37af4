// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::http_handshake_test {

namespace {

/// The opening handshake of RFC 6455 section 1.3, with `from` replaced by `to`.
std::string handshake(std::string_view from = {}, std::string_view to = {}) {
  std::string text = upgrade_request();
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  return text;
}

HttpReply answer_to(const TestServer& server, const std::string& request) {
  RawClient client(server.port());
  client.send(request);
  return receive_reply(client);
}

}  // namespace

TEST_CASE("A right handshake is accepted", "[handshake]") {
  const auto request = GENERATE(
      handshake(), handshake("/ws", "/"), handshake("/ws", "/ws?realm=x"), handshake("/ws", "/?a"),
      handshake("websocket", "WebSocket"), handshake("Connection: Upgrade", "connection: upgrade"),
      handshake("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
      handshake("Upgrade: websocket", "Upgrade: h2c, websocket"),
      upgrade_request("/ws", "Origin: https://elsewhere.example\r\n"),
      upgrade_request("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
  CAPTURE(request);
  const TestServer server;

  const HttpReply reply = answer_to(server, request);

  CHECK(reply.status == 101);
  // RFC 6455 section 1.3.
  CHECK(reply.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(reply.header("upgrade") == "websocket");
  CHECK(reply.header("connection") == "Upgrade");
  CHECK(reply.headers.count("sec-websocket-extensions") == 0);
  CHECK(reply.headers.count("sec-websocket-protocol") == 0);
}

TEST_CASE("A wrong handshake is refused with the reason", "[handshake]") {
  const auto [request, status] = GENERATE(table<std::string, int>({
      {handshake("Version: 13", "Version: 12"), 426},
      {handshake("Version: 13", "Version: 8"), 426},
      {handshake("Version: 13", "Version: thirteen"), 426},
      {handshake("Sec-WebSocket-Version: 13\r\n", ""), 426},
      {handshake("dGhlIHNhbXBsZSBub25jZQ==", ""), 400},
      {handshake("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ=="), 400},
      {handshake("dGhlIHNhbXBsZSBub25jZQ==",
                 "dGhlIHNhbXBsZSBub25jZQ=="
                 "dGhlIHNhbXBsZSBub25jZQ=="),
       400},
      {handshake("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZ!Bub25jZQ=="), 400},
      {handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""), 400},
      {handshake("GET", "POST"), 405},
      {handshake("/ws", "/wrong"), 404},
      {handshake("/ws", "/ws/"), 404},
      {handshake("/ws", "/ws/x"), 404},
      {handshake("/ws", "/%77s"), 404},
      {handshake("/ws", "/healthz"), 200},
      // Not asked for: an ordinary request, answered as one.
      {handshake("Connection: Upgrade", "Connection: close"), 426},
      {handshake("Upgrade: websocket", "Upgrade: h2c"), 426},
      {handshake("Upgrade: websocket\r\n", ""), 426},
  }));
  CAPTURE(request);
  const TestServer server;

  const HttpReply reply = answer_to(server, request);

  CHECK(reply.status == status);
  CHECK_FALSE(reply.body.empty());
}

TEST_CASE("Which version would be right is said", "[handshake]") {
  const TestServer server;
  const HttpReply reply = answer_to(server, handshake("Version: 13", "Version: 12"));
  CHECK(reply.header("sec-websocket-version") == "13");
}

TEST_CASE("The first subprotocol that a client asks for is picked", "[handshake]") {
  const auto [offered, picked] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"json", "json"},
      {"signalbox, json", "signalbox"},
      {"v1.signaling.example , x", "v1.signaling.example"},
  }));
  const TestServer server;

  Client client(server.port(), {.subprotocols = offered});

  CHECK(client.subprotocol() == picked);
  CHECK(ask(client, login_of("alice")).at("success") == true);
}

TEST_CASE("An upgrade may follow other requests on its connection", "[handshake]") {
  const TestServer server;
  RawClient client(server.port());
  client.send(text_of({.target = "/healthz"}) + text_of({}) + upgrade_request());

  CHECK(receive_reply(client).body == "ok\n");
  CHECK(receive_reply(client).status == 200);
  CHECK(receive_reply(client).status == 101);
}

TEST_CASE("A client can log in at both addresses", "[handshake]") {
  const auto target = GENERATE(as<std::string>(), "/", "/ws");
  const TestServer server;
  Client client(server.port(), {.target = target});
  CHECK(ask(client, login_of("alice")).at("success") == true);
}

}  // namespace signalbox::test::http_handshake_test
