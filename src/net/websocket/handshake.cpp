// SPDX-License-Identifier: MIT
#include "net/websocket/handshake.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <boost/beast/http/rfc7230.hpp>
#include <string>

#include "net/http/response_writer.hpp"
#include "signalbox/base/text/base64.hpp"

namespace signalbox::net::websocket {
namespace {

bool has_token(std::string_view list, std::string_view token) {
  return boost::beast::http::token_list(list).exists(token);
}

/// 16 bytes in base64: 22 characters of the alphabet and two of padding.
bool is_key(std::string_view key) {
  constexpr std::size_t kLength = 24;
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == kLength && key.ends_with("==") &&
         key.find_first_not_of(kAlphabet) == kLength - 2;
}

/// A browser that asked for subprotocols fails a connection that picks none of them; clients of
/// this server mean the same whichever they name, so the first one is it (section 4.2.2, item 5).
std::string subprotocol_line(std::string_view offered) {
  const boost::beast::http::token_list list(offered);
  if (list.begin() == list.end()) return {};
  return "Sec-WebSocket-Protocol: " + std::string(*list.begin()) + "\r\n";
}

Handshake refuse(HttpStatus status, std::string text) {
  HttpResponse response = http::text_response(status, std::move(text));
  if (status == HttpStatus::upgrade_required) {
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
  }
  if (status == HttpStatus::method_not_allowed) response.headers.emplace_back("Allow", "GET");
  return {.refusal = std::move(response)};
}

}  // namespace

bool wants_upgrade(const HttpRequest& request) {
  return has_token(request.header("Upgrade"), "websocket") &&
         has_token(request.header("Connection"), "upgrade");
}

std::string accept_value(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return encode_base64(digest);
}

Handshake shake_hands(const HttpRequest& request) {
  if (request.method() != "GET") {
    return refuse(HttpStatus::method_not_allowed, "A WebSocket begins with a GET.\n");
  }
  if (request.header("Sec-WebSocket-Version") != "13") {
    return refuse(HttpStatus::upgrade_required,
                  "This server speaks version 13 of WebSocket (RFC 6455).\n");
  }
  const std::string_view key = request.header("Sec-WebSocket-Key");
  if (!is_key(key)) {
    return refuse(HttpStatus::bad_request, "Sec-WebSocket-Key is 16 bytes in base64.\n");
  }
  return {.answer =
              "HTTP/1.1 101 Switching Protocols\r\n"
              "Upgrade: websocket\r\n"
              "Connection: Upgrade\r\n"
              "Sec-WebSocket-Accept: " +
              accept_value(key) + "\r\n" +
              subprotocol_line(request.header("Sec-WebSocket-Protocol")) + "\r\n"};
}

}  // namespace signalbox::net::websocket
