// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/http_exchange.hpp"
#include "support/test_server.hpp"

namespace signalbox::test::http_routes_test {

TEST_CASE("The health check says ok", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);

  const HttpReply reply = get(server.port(), "/healthz");

  CHECK(reply.status == 200);
  CHECK(reply.body == "ok\n");
  CHECK(reply.header("cache-control") == "no-store");
}

TEST_CASE("A plain GET of the WebSocket's address explains itself", "[http]") {
  const TestServer server;

  const HttpReply reply = get(server.port(), "/ws");

  CHECK(reply.status == 426);
  CHECK(reply.header("upgrade") == "websocket");
  CHECK(reply.header("content-type") == "text/plain; charset=utf-8");
  CHECK(reply.body.find("new WebSocket('ws://localhost:1234/ws')") != std::string::npos);
  CHECK(reply.body.find("\"login\"") != std::string::npos);
}

TEST_CASE("What is not there is said to be, by the site's own page if it has one", "[http]") {
  const TemporaryDirectory site;
  Settings settings = test_settings();
  settings.web_root = site.path();
  SECTION("without a page") {
    const TestServer server(settings);
    const HttpReply reply = get(server.port(), "/nothing");
    CHECK(reply.status == 404);
    CHECK(reply.header("content-type") == "text/plain; charset=utf-8");
    CHECK(reply.body.find("/ws") != std::string::npos);
  }
  SECTION("with a page") {
    site.write("404.html", "<title>lost</title>");
    const TestServer server(settings);
    const HttpReply reply = get(server.port(), "/nothing");
    CHECK(reply.status == 404);
    CHECK(reply.header("content-type") == "text/html; charset=utf-8");
    CHECK(reply.body == "<title>lost</title>");
  }
}

TEST_CASE("Only GET and HEAD are answered", "[http]") {
  const auto method = GENERATE(as<std::string>(), "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
                               "TRACE", "CONNECT", "PROPFIND", "BREW");
  const auto target = GENERATE(as<std::string>(), "/", "/nothing", "/healthz", "/ws");
  CAPTURE(method, target);
  const TestServer server;

  const HttpReply reply = fetch(server.port(), {.target = target, .method = method});

  CHECK(reply.status == 405);
  CHECK(reply.header("allow") == "GET, HEAD");
}

TEST_CASE("A request with a body is refused, and its body is not taken for a request", "[http]") {
  const auto request = GENERATE(
      as<std::string>(),
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 25\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 25\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "19\r\nGET /healthz HTTP/1.1\r\n\r\n\r\n0\r\n\r\n");
  CAPTURE(request);
  const TestServer server;
  RawClient client(server.port());

  client.send(request);

  CHECK(receive_reply(client).status == 413);
  CHECK(client.receive_all().empty());
}

TEST_CASE("Every answer has the security headers", "[http]") {
  const auto [request, status] = GENERATE(table<HttpAsk, int>({
      {{.target = "/"}, 200},
      {{.target = "/", .method = "HEAD"}, 200},
      {{.target = "/", .more = "If-None-Match: *\r\n"}, 304},
      {{.target = "/nothing"}, 404},
      {{.target = "/healthz"}, 200},
      {{.target = "/ws"}, 426},
      {{.target = "/", .method = "POST"}, 405},
  }));
  CAPTURE(request.target, status);
  const TestServer server;

  const HttpReply reply = fetch(server.port(), request);

  CHECK(reply.status == status);
  const std::string policy = reply.header("content-security-policy");
  CHECK(policy.starts_with("default-src 'none'; script-src 'self';"));
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(reply.header("permissions-policy").starts_with("camera=(self), microphone=(self)"));
  CHECK(reply.header("referrer-policy") == "no-referrer");
  CHECK(reply.header("x-content-type-options") == "nosniff");
  CHECK(reply.header("access-control-allow-origin") == "*");
}

TEST_CASE("An answer says what RFC 9110 wants it to say", "[http]") {
  const TestServer server;
  const HttpReply reply = get(server.port(), "/");
  CHECK(reply.header("date").ends_with(" GMT"));
  CHECK(reply.header("server") == "Signalbox");
  CHECK(reply.header("content-type") == "text/html; charset=utf-8");
}

}  // namespace signalbox::test::http_routes_test
