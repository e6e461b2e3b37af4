// SPDX-License-Identifier: MIT
// The operator's port as such.
#include <csignal>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/program.hpp"

namespace signalbox::test::listener_test {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("The operator's port says how the server is", "[admin]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  CHECK(get(server.admin_port(), "/healthz").body == "ok\n");
  CHECK(get(server.admin_port(), "/readyz").body == "ready\n");
  CHECK(get(server.admin_port(), "/metrics").header("content-type") ==
        "text/plain; version=0.0.4; charset=utf-8");
  CHECK(get(server.admin_port(), "/nothing").status == 404);
  CHECK(fetch(server.admin_port(), {.target = "/metrics", .method = "DELETE"}).status == 405);
}

TEST_CASE("The operator's page loads nothing from elsewhere and can't be framed", "[admin]") {
  const TestServer server;
  for (const char* const path : {"/", "/app/main.js", "/app/style.css", "/icon.svg"}) {
    CAPTURE(path);
    const HttpReply reply = get(server.admin_port(), path);
    CHECK(reply.status == 200);
    CHECK_THAT(reply.header("content-security-policy"),
               StartsWith("default-src 'none';") && Contains("frame-ancestors 'none'"));
    CHECK(reply.header("access-control-allow-origin").empty());
  }
}

TEST_CASE("The operator can watch the server drain", "[admin]") {
  Settings settings = test_settings();
  settings.limits.drain_time = std::chrono::hours(1);
  TestServer server(settings);
  Client alice = logged_in(server, "alice");

  server.drain();
  CHECK(receive_json(alice).at("type") == "reconnect");

  const HttpReply reply = get(server.admin_port(), "/readyz");
  CHECK(reply.status == 503);
  CHECK(reply.body == "draining\n");
  CHECK_THAT(get(server.admin_port(), "/metrics").body, Contains("\nsignalbox_ready 0\n"));
}

TEST_CASE("The operator's port does not take WebSockets", "[admin]") {
  const TestServer server;
  RawClient client(server.admin_port());
  client.send(
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  CHECK(receive_reply(client).status == 404);
}

TEST_CASE("What the operator's port serves is no client's", "[admin]") {
  const TestServer server;
  CHECK(get(server.port(), "/metrics").status == 404);
}

TEST_CASE("An operator's port that is in use is said to be, with advice", "[admin][program]") {
  const TestServer other;
  const std::string address = "127.0.0.1:" + std::to_string(other.admin_port());
  const TemporaryDirectory page;

  Program program({serve(page.path().string(), {"--admin-listen", address})});

  CHECK(program.wait_for_exit() == 1);
  CHECK_THAT(program.errors(), Contains("cannot listen on " + address));
  CHECK_THAT(program.errors(), Contains("choose another port: --admin-listen 127.0.0.1:"));
}

TEST_CASE("An open connection to the operator's port does not hold up the end",
          "[admin][program]") {
  const TemporaryDirectory page;
  Program program({serve(page.path().string(), {"--admin-listen", "127.0.0.1:0"})});
  RawClient scraper(program.admin_port());
  scraper.send(text_of({.target = "/metrics"}));
  CHECK(receive_reply(scraper).status == 200);

  program.signal(SIGINT);

  CHECK(program.wait_for_exit() == 0);
}

}  // namespace signalbox::test::listener_test
