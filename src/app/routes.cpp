// SPDX-License-Identifier: MIT
#include "app/routes.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

namespace signalbox::app {
namespace {

using net::HttpResponse;
using net::HttpStatus;

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

HttpResponse text(HttpStatus status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
          .body = std::make_shared<const std::string>(std::move(body))};
}

/// A request as if the server's paths began at /.
class RequestBelow final : public net::HttpRequest {
 public:
  RequestBelow(const net::HttpRequest& request, std::string_view path)
      : request_(request), path_(path) {}

  std::string_view method() const override { return request_.method(); }
  std::string_view path() const override { return path_; }
  std::string_view query() const override { return request_.query(); }
  std::string_view header(std::string_view name) const override { return request_.header(name); }

 private:
  const net::HttpRequest& request_;
  std::string_view path_;
};

HttpResponse how_to_connect(const net::HttpRequest& request, const std::string& base) {
  const std::string host = std::string(request.header("Host")) + base;
  HttpResponse response = text(
      HttpStatus::upgrade_required,
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
  HttpResponse response =
      text(HttpStatus::method_not_allowed, "Only GET and HEAD are answered here.\n");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

/// The page's relative addresses need the slash.
HttpResponse redirect(const std::string& to) {
  HttpResponse response = text(HttpStatus::permanent_redirect, "This is at " + to + "\n");
  response.headers.emplace_back("Location", to);
  return response;
}

HttpResponse with_security_headers(HttpResponse response) {
  for (const auto& [name, value] : kSecurityHeaders) response.headers.emplace_back(name, value);
  return response;
}

}  // namespace

HttpResponse Routes::respond(const net::HttpRequest& request) {
  if (!request.is_read()) return with_security_headers(not_allowed());
  if (!base_.empty() && request.path() == base_)
    return with_security_headers(redirect(base_ + "/"));
  if (!request.path().starts_with(base_)) return with_security_headers(not_found());
  return with_security_headers(
      respond_below(RequestBelow(request, request.path().substr(base_.size()))));
}

HttpResponse Routes::respond_below(const net::HttpRequest& request) {
  if (request.path() == "/healthz") return text(HttpStatus::ok, "ok\n");
  if (request.path() == "/readyz") return readiness();
  if (request.path() == "/ws") return how_to_connect(request, base_);
  auto file = files_.respond(request);
  return file ? std::move(*file) : not_found();
}

bool Routes::has_web_socket_at(std::string_view path) const {
  if (!path.starts_with(base_)) return false;
  path.remove_prefix(base_.size());
  return path == "/ws" || path == "/";
}

void Routes::set_origins(std::vector<std::string> origins) {
  const std::scoped_lock lock(mutex_);
  origins_ = std::move(origins);
}

bool Routes::allows(std::string_view origin) const {
  const std::scoped_lock lock(mutex_);
  return origins_.empty() || origin.empty() ||
         std::ranges::find(origins_, origin) != origins_.end();
}

/// Only browsers name an origin (RFC 6455 section 10.2), and let no page name another's.
std::optional<HttpResponse> Routes::refuse_web_socket(const net::HttpRequest& request) const {
  const std::string_view origin = request.header("Origin");
  if (allows(origin)) return std::nullopt;
  return text(HttpStatus::forbidden,
              "Pages of " + std::string(origin) +
                  " may not connect here: the operator would have to name it as an "
                  "allowed-origin.\n");
}

HttpResponse Routes::readiness() const {
  return is_ready() ? text(HttpStatus::ok, "ready\n")
                    : text(HttpStatus::service_unavailable, "draining\n");
}

/// The page of what is not there is shown at any depth, so its addresses begin at the root.
std::shared_ptr<const std::string> Routes::below_base(std::string page) const {
  constexpr std::string_view kFromRoot = "=\"/";
  for (auto at = page.find(kFromRoot); at != std::string::npos; at = page.find(kFromRoot, at)) {
    at += kFromRoot.size() - 1;
    page.insert(at, base_);
  }
  return std::make_shared<const std::string>(std::move(page));
}

HttpResponse Routes::not_found() {
  HttpResponse response =
      text(HttpStatus::not_found, "There is nothing here. The demo page is at " + base_ +
                                      "/, WebSocket clients connect at " + base_ + "/ws.\n");
  if (auto page = files_.read("/404.html")) {
    response.headers.front().second = "text/html; charset=utf-8";
    response.body = base_.empty() ? std::move(page) : below_base(*page);
  }
  return response;
}

}  // namespace signalbox::app
