// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "signalbox/base/clock.hpp"
#include "signalbox/net/http.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::net {

/// What a shard does with clients, as the application sees it. Called from the shard's thread.
class ClientPort {
 public:
  virtual ~ClientPort() = default;

  virtual HttpResponse respond(const HttpRequest& request) = 0;

  /// Whether WebSockets are welcome at the request's path.
  virtual bool has_web_socket_at(std::string_view path) const = 0;

  /// What becomes of a request for a WebSocket: the answer that refuses it, or what the handlers
  /// want to know of it, as `WebSocket::opening`.
  using Welcome = std::variant<HttpResponse, std::string>;
  virtual Welcome welcome(const HttpRequest& request) const = 0;

  /// A client has upgraded. The handler must live until its on_closed.
  virtual WebSocketHandler& open(WebSocket& socket) = 0;

  /// At least once a second, for deadlines.
  virtual void on_tick(TimePoint now) = 0;

  /// Somebody has called Shard::wake: once for any number of calls.
  virtual void on_wake() = 0;
};

}  // namespace signalbox::net
