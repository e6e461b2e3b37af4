// SPDX-License-Identifier: MIT
#include "app/routes.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace signalbox::app {
namespace {

using net::HttpResponse;

constexpr unsigned kOk = 200;
constexpr unsigned kNotFound = 404;
constexpr unsigned kMethodNotAllowed = 405;
constexpr unsigned kUpgradeRequired = 426;
constexpr unsigned kServiceUnavailable = 503;

using Header = std::pair<std::string_view, std::string_view>;

/// For everything that is served. Modules and types may be imported by pages of any origin; the
/// page itself loads nothing from elsewhere and can't be framed.
constexpr std::array kSecurityHeaders{
    Header{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
           "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
           "form-action 'none'; frame-ancestors 'none'"},
    Header{"Permissions-Policy",
           "camera=(self), microphone=(self), display-capture=(self), geolocation=()"},
    Header{"Referrer-Policy", "no-referrer"},
    Header{"X-Content-Type-Options", "nosniff"},
    Header{"Access-Control-Allow-Origin", "*"},
    Header{"Cross-Origin-Resource-Policy", "cross-origin"},
};

HttpResponse text(unsigned status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = std::make_shared<const std::string>(std::move(body))};
}

HttpResponse how_to_connect(const net::HttpRequest& request) {
  const std::string host(request.header("Host"));
  HttpResponse response = text(
      kUpgradeRequired,
      "WebSocket clients connect here, and browsers do it from a script:\n\n"
      "  const socket = new WebSocket('ws://" +
          host +
          "/ws');\n"
          "  socket.onopen = () => socket.send('{\"type\":\"login\",\"username\":\"alice\"}');\n\n"
          "Behind TLS the address begins with wss://. The demo page is at http://" +
          host + "/\n");
  response.headers.emplace_back("Upgrade", "websocket");
  return response;
}

HttpResponse not_allowed() {
  HttpResponse response = text(kMethodNotAllowed, "Only GET and HEAD are answered here.\n");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

HttpResponse secured(HttpResponse response) {
  for (const auto& [name, value] : kSecurityHeaders) response.headers.emplace_back(name, value);
  return response;
}

}  // namespace

HttpResponse Routes::respond(const net::HttpRequest& request) {
  if (!request.is_read()) return secured(not_allowed());
  if (request.path() == "/healthz") return secured(text(kOk, "ok\n"));
  if (request.path() == "/readyz") return secured(readiness());
  if (request.path() == "/ws") return secured(how_to_connect(request));
  auto file = files_.respond(request);
  return secured(file ? std::move(*file) : not_found());
}

HttpResponse Routes::readiness() const {
  const bool ready = ready_.load(std::memory_order_relaxed);
  return ready ? text(kOk, "ready\n") : text(kServiceUnavailable, "draining\n");
}

HttpResponse Routes::not_found() {
  HttpResponse response =
      text(kNotFound,
           "There is nothing here. The demo page is at /, WebSocket clients connect at /ws.\n");
  if (auto page = files_.read("/404.html")) {
    response.headers.front().second = "text/html; charset=utf-8";
    response.body = std::move(page);
  }
  return response;
}

}  // namespace signalbox::app
