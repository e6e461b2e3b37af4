// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "signalbox/net/http.hpp"

namespace signalbox::net::websocket {

/// The server's side of the opening handshake, RFC 6455 section 4.2.
struct Handshake {
  std::string answer{};  ///< to send, if there is no refusal
  std::optional<HttpResponse> refusal{};
};

/// Whether a request asks for a WebSocket at all (section 4.2.1, items 3 and 4).
bool wants_upgrade(const HttpRequest& request);

Handshake shake_hands(const HttpRequest& request);

/// `Sec-WebSocket-Accept` for a `Sec-WebSocket-Key` (section 4.2.2, item 5.4).
std::string accept_value(std::string_view key);

}  // namespace signalbox::net::websocket
