// SPDX-License-Identifier: MIT
#include "app/routes.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::app_routes_test {

using app::Routes;
using Values = std::vector<std::string>;

namespace {

struct Site {
  net::HttpResponse get(const std::string& path) { return routes.respond(HeaderRequest(path)); }

  TemporaryDirectory folder;
  net::StaticFiles files{folder.path()};
  Routes routes{files};
};

}  // namespace

TEST_CASE("what is where", "[app][routes]") {
  Site site;
  site.folder.write("index.html", "page");
  const auto [path, status, text] = GENERATE(table<std::string, unsigned, std::string>({
      {"/", 200, "page"},
      {"/healthz", 200, "ok\n"},
      {"/readyz", 200, "ready\n"},
      {"/index.html", 200, "page"},
      {"/ws", 426, "WebSocket clients connect here"},
      {"/nothing", 404, "There is nothing here."},
      {"/healthz/", 404, "There is nothing here."},
      {"/ws/", 404, "There is nothing here."},
  }));
  const auto response = site.get(path);
  CAPTURE(path);
  CHECK(response.status == net::HttpStatus{status});
  REQUIRE(response.body);
  CHECK(response.body->starts_with(text));
}

TEST_CASE("WebSockets are welcome at two paths", "[app][routes]") {
  const Site site;
  CHECK(site.routes.has_web_socket_at("/ws"));
  CHECK(site.routes.has_web_socket_at("/"));
  for (const char* const path : {"", "/ws/", "/WS", "/wss", "/index.html", "ws"}) {
    CAPTURE(path);
    CHECK_FALSE(site.routes.has_web_socket_at(path));
  }
}

TEST_CASE("WebSockets are for pages of the named origins, and for all that name none",
          "[app][routes]") {
  Site site;
  const Routes routes(site.files, "", {"https://example.org"});
  for (const char* const origin : {"https://example.org", ""}) CHECK(routes.allows(origin));
  for (const char* const origin : {"https://example.org:444", "http://example.org", "null"}) {
    CAPTURE(origin);
    CHECK_FALSE(routes.allows(origin));
    CHECK(site.routes.allows(origin));
  }
}

TEST_CASE("everything is below the base path", "[app][routes]") {
  Site site;
  site.folder.write("index.html", "page");
  site.folder.write("404.html", R"(<a href="/"><img src="/icon.svg">)");
  Routes routes{site.files, "/signal"};
  const auto [path, status, text] = GENERATE(table<std::string, unsigned, std::string>({
      {"/signal/", 200, "page"},
      {"/signal/healthz", 200, "ok\n"},
      {"/signal/readyz", 200, "ready\n"},
      {"/signal/ws", 426, "WebSocket clients connect here"},
      {"/signal", 308, "This is at /signal/\n"},
      {"/", 404, R"(<a href="/signal/"><img src="/signal/icon.svg">)"},
      {"/healthz", 404, "<a"},
      {"/signals/", 404, "<a"},
      {"/signal//healthz", 404, "<a"},
  }));
  CAPTURE(path);
  const auto response = routes.respond(HeaderRequest(path));
  CHECK(response.status == net::HttpStatus{status});
  CHECK(response.body->starts_with(text));
  for (const char* const place : {"/signal/ws", "/signal/"}) CHECK(routes.has_web_socket_at(place));
  for (const char* const place : {"/ws", "/", "/signal", "/signal/wss"}) {
    CHECK_FALSE(routes.has_web_socket_at(place));
  }
}

TEST_CASE("a GET of the WebSocket's path is told how to connect", "[app][routes]") {
  Site site;
  const auto response =
      site.routes.respond(HeaderRequest("/ws", {{"Host", "signal.example.org:8080"}}));
  CHECK(response.body->find("new WebSocket('ws://signal.example.org:8080/ws')") !=
        std::string::npos);
  CHECK(header_of(response, "Upgrade") == Values{"websocket"});
}

TEST_CASE("only GET and HEAD are answered", "[app][routes]") {
  Site site;
  site.folder.write("index.html", "page");
  const auto [method, status] = GENERATE(table<std::string, unsigned>(
      {{"GET", 200}, {"HEAD", 200}, {"POST", 405}, {"OPTIONS", 405}, {"get", 405}}));
  const auto response = site.routes.respond(HeaderRequest("/", {}, method));
  CAPTURE(method);
  CHECK(response.status == net::HttpStatus{status});
  if (status == 405) CHECK(header_of(response, "Allow") == Values{"GET, HEAD"});
}

TEST_CASE("a site may say itself that there is nothing", "[app][routes]") {
  Site site;
  site.folder.write("404.html", "lost?");
  const auto response = site.get("/nothing");
  CHECK(response.status == net::HttpStatus{404});
  CHECK(*response.body == "lost?");
  CHECK(header_of(response, "Content-Type") == Values{"text/html; charset=utf-8"});
}

TEST_CASE("whatever is answered is guarded", "[app][routes]") {
  Site site;
  site.folder.write("index.html", "page");
  const std::string path = GENERATE("/", "/ws", "/healthz", "/nothing");
  const auto response = site.get(path);
  CAPTURE(path);
  CHECK(header_of(response, "X-Content-Type-Options") == Values{"nosniff"});
  CHECK(header_of(response, "Referrer-Policy") == Values{"no-referrer"});
  const auto policy = header_of(response, "Content-Security-Policy");
  REQUIRE(policy.size() == 1);
  CHECK(policy[0].starts_with("default-src 'none';"));
  CHECK(policy[0].find("frame-ancestors 'none'") != std::string::npos);
}

}  // namespace signalbox::test::app_routes_test
