// SPDX-License-Identifier: MIT
#include <stdexcept>

#include "integration/conformance/conformance_case.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test {
namespace {

const std::string kKey = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const std::string kVersion = "Sec-WebSocket-Version: 13\r\n";
const std::string kConnection = "Connection: Upgrade\r\n";
const std::string kUpgrade = "Upgrade: websocket\r\n";
const std::string kHost = "Host: localhost\r\n";

/// The opening handshake of section 1.3 with `from` replaced by `to`.
std::string with(std::string_view from, std::string_view to) {
  std::string request = upgrade_request();
  const auto found = request.find(from);
  if (found == std::string::npos) throw std::logic_error("no such line: " + std::string(from));
  return request.replace(found, from.size(), to);
}

std::string with_line(const std::string& line) { return upgrade_request("/ws", line + "\r\n"); }

std::vector<HandshakeCase> accepted() {
  return {
      {"1.3", "the example of the RFC", upgrade_request(), 101},
      {"4.2.1", "the same to `/`", upgrade_request("/"), 101},
      {"4.2.1", "a query behind the path", upgrade_request("/ws?a=b&c"), 101},
      {"RFC 9112, 3.2.2", "a target with scheme and host", upgrade_request("http://localhost/ws"),
       101},
      {"4.2.1", "`Upgrade: WebSocket`, in other letters", with("websocket", "WebSocket"), 101},
      {"4.2.1", "`connection: upgrade`, in other letters",
       with(kConnection, "connection: upgrade\r\n"), 101},
      {"4.2.1", "`Connection: keep-alive, Upgrade`",
       with(kConnection, "Connection: keep-alive, Upgrade\r\n"), 101},
      {"RFC 9110, 5.3", "`Connection` in two lines",
       with(kConnection, "Connection: keep-alive\r\nConnection: Upgrade\r\n"), 101},
      {"RFC 9110, 7.8", "`Upgrade: h2c, websocket`", with(kUpgrade, "Upgrade: h2c, websocket\r\n"),
       101},
      {"4.2.1", "an `Origin`, whichever", with_line("Origin: https://elsewhere.example"), 101},
      {"4.2.2", "a subprotocol", with_line("Sec-WebSocket-Protocol: json"), 101},
      {"9.1", "the extension `permessage-deflate`",
       with_line("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"), 101},
      {"9.1", "an extension that nobody knows", with_line("Sec-WebSocket-Extensions: x-nobody"),
       101},
      {"4.2.1", "a header that nobody knows", with_line("X-Nobody: 1"), 101},
      {"RFC 9110, 5.5", "spaces around the key",
       with(kKey, "Sec-WebSocket-Key:   dGhlIHNhbXBsZSBub25jZQ==  \r\n"), 101},
  };
}

std::vector<HandshakeCase> refused() {
  return {
      {"4.2.1", "POST", with("GET", "POST"), 405},
      {"4.2.1", "HTTP/1.0", with("HTTP/1.1", "HTTP/1.0"), 426},
      {"4.2.1", "no `Host`", with(kHost, ""), 400},
      {"RFC 9112, 3.2", "two `Host`", with(kHost, kHost + kHost), 400},
      {"4.2.1", "no `Upgrade`", with(kUpgrade, ""), 426},
      {"4.2.1", "another `Upgrade`", with(kUpgrade, "Upgrade: h2c\r\n"), 426},
      {"4.2.1", "`websocket` only as a part of a word", with(kUpgrade, "Upgrade: websockets\r\n"),
       426},
      {"4.2.1", "no `Connection`", with(kConnection, ""), 426},
      {"4.2.1", "a `Connection` that does not say `upgrade`",
       with(kConnection, "Connection: keep-alive\r\n"), 426},
      {"4.2.1", "no key", with(kKey, ""), 400},
      {"4.2.1", "an empty key", with(kKey, "Sec-WebSocket-Key:\r\n"), 400},
      {"4.2.1", "a key of 15 bytes", with(kKey, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n"),
       400},
      {"4.2.1", "a key of 17 bytes", with(kKey, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWU=\r\n"),
       400},
      {"4.2.1", "a key that is not base64",
       with(kKey, "Sec-WebSocket-Key: dGhlIHNhbXBsZS!ub25jZQ==\r\n"), 400},
      {"11.3.1", "two keys", with(kKey, kKey + kKey), 400},
      {"4.4", "no version", with(kVersion, ""), 426},
      {"4.4", "version 8", with(kVersion, "Sec-WebSocket-Version: 8\r\n"), 426},
      {"4.4", "version 14", with(kVersion, "Sec-WebSocket-Version: 14\r\n"), 426},
      {"4.4", "a version that is no number", with(kVersion, "Sec-WebSocket-Version: 13x\r\n"), 426},
      {"11.3.5", "two versions", with(kVersion, kVersion + "Sec-WebSocket-Version: 8\r\n"), 400},
      {"4.2.2", "a path where there is no WebSocket", upgrade_request("/elsewhere"), 404},
      {"RFC 9112, 5.1", "a space before a colon", with("Upgrade: websocket", "Upgrade : websocket"),
       400},
      {"RFC 9112, 5.2", "a header line that goes on in the next",
       with(kUpgrade, "Upgrade:\r\n websocket\r\n"), 400},
      {"RFC 9110, 5.5", "a zero byte in a header", with_line(std::string("X-Zero: \0", 9)), 400},
      {"RFC 9112, 6", "a body", upgrade_request("/ws", "Content-Length: 2\r\n") + "{}", 413},
      {"RFC 9112, 7.1", "an empty body in chunks",
       upgrade_request("/ws", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 413},
      {"10.4", "more than 8 KiB of headers", with_line("X-Long: " + std::string(9000, 'x')), 431},
      {"RFC 9112, 3", "no HTTP", "\x16\x03\x01 hello\r\n\r\n", 400},
  };
}

}  // namespace

std::vector<HandshakeCase> handshake_cases() {
  std::vector<HandshakeCase> cases = accepted();
  for (HandshakeCase& wrong : refused()) cases.push_back(std::move(wrong));
  return cases;
}

}  // namespace signalbox::test
