// SPDX-License-Identifier: MIT
// What the operator changes while the server runs, and who may.
#include <csignal>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/program.hpp"

namespace signalbox::test::control_test {

using Catch::Matchers::Contains;

namespace {

HttpReply post(const TestServer& server, const std::string& target, const std::string& more = {}) {
  return fetch(server.admin_port(), {.target = target, .method = "POST", .more = more});
}

Json level_of(const HttpReply& reply) { return Json::parse(reply.body).at("level"); }

}  // namespace

TEST_CASE("The operator drains the server", "[admin][control]") {
  Settings settings = test_settings();
  settings.limits.drain_time = std::chrono::milliseconds(10);
  TestServer server(settings);
  Client alice = logged_in(server, "alice");

  const HttpReply reply = post(server, "/api/drain");

  CHECK(reply.status == 202);
  CHECK(Json::parse(reply.body) == Json{{"draining", true}});
  CHECK(receive_json(alice).at("type") == "reconnect");
  CHECK(alice.wait_for_goodbye().code == 1012);
  CHECK(server.has_stopped(kPatience));
}

TEST_CASE("A drain that is asked for twice is one drain", "[admin][control]") {
  Settings settings = test_settings();
  settings.limits.drain_time = std::chrono::hours(1);
  TestServer server(settings);
  Client alice = logged_in(server, "alice");
  CHECK(post(server, "/api/drain").status == 202);
  CHECK(receive_json(alice).at("type") == "reconnect");
  CHECK(post(server, "/api/drain").status == 202);
  CHECK(get(server.admin_port(), "/readyz").body == "draining\n");
  CHECK(ask(alice, R"({"type":"ping"})").at("type") == "pong");
}

TEST_CASE("The operator changes the log's level", "[admin][control]") {
  const TestServer server;
  const std::uint16_t admin = server.admin_port();
  const Json before = level_of(get(admin, "/api/log-level"));

  CHECK(level_of(post(server, "/api/log-level?level=debug")) == "debug");
  CHECK(level_of(get(admin, "/api/log-level")) == "debug");
  Client alice = logged_in(server, "alice");
  CHECK(server.log().lines_with("is logged in as 'alice'") == 1);
  for (const char* const query : {"", "?level=", "?level=loud", "?level=DEBUG", "?other=info"}) {
    CAPTURE(query);
    CHECK(post(server, std::string("/api/log-level") + query).status == 400);
  }
  CHECK(level_of(get(admin, "/api/log-level")) == "debug");

  CHECK(level_of(post(server, "/api/log-level?level=" + before.get<std::string>())) == before);
}

TEST_CASE("What changes something is asked for with POST, what does not, with GET",
          "[admin][control]") {
  const TestServer server;
  for (const char* const target : {"/api/drain", "/api/sessions/alice/kick"}) {
    const HttpReply reply = get(server.admin_port(), target);
    CHECK(reply.status == 405);
    CHECK(reply.header("allow") == "POST");
  }
  CHECK(get(server.port(), "/readyz").body == "ready\n");
  for (const char* const target : {"/metrics", "/api/sessions", "/healthz", "/"}) {
    const HttpReply reply = post(server, target);
    CHECK(reply.status == 405);
    CHECK(reply.header("allow") == "GET, HEAD");
  }
}

TEST_CASE("A browser that shows another site's page changes nothing", "[admin][control]") {
  const TestServer server;
  for (const char* const more :
       {"Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"}) {
    CAPTURE(more);
    CHECK(post(server, "/api/drain", more).status == 403);
  }
  CHECK(get(server.admin_port(), "/readyz").body == "ready\n");
  const HttpReply reply = get(server.admin_port(), "/api/sessions");
  CHECK(reply.header("access-control-allow-origin").empty());
  CHECK(reply.header("cache-control") == "no-store");
}

TEST_CASE("A name that was made to lead here reads nothing", "[admin][control]") {
  const TestServer server;
  RawClient client(server.admin_port());
  client.send("GET /api/sessions HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  CHECK(receive_reply(client).status == 403);
}

TEST_CASE("With a token, nobody does anything without it", "[admin][control]") {
  const TemporaryDirectory folder;
  Settings settings = test_settings();
  settings.admin_token_file = folder.write("token", "0123456789abcdef\nmore\n");
  const TestServer server(settings);
  const std::uint16_t admin = server.admin_port();
  const std::string shown = "Authorization: Bearer 0123456789abcdef\r\n";

  for (const char* const target : {"/metrics", "/api/sessions", "/api/log-level", "/nothing"}) {
    CAPTURE(target);
    CHECK(get(admin, target).status == 401);
    CHECK(get(admin, target).header("www-authenticate") == "Bearer");
  }
  CHECK(post(server, "/api/drain").status == 401);
  CHECK(post(server, "/api/drain", "Authorization: Bearer wrong\r\n").status == 401);
  CHECK(fetch(admin, {.target = "/api/sessions", .more = shown}).status == 200);
  CHECK(fetch(admin, {.target = "/metrics", .more = shown}).status == 200);
  // What asks these knows no token, and the page is where it is typed in.
  CHECK(get(admin, "/").status == 200);
  CHECK(get(admin, "/healthz").status == 200);
  CHECK(get(admin, "/readyz").body == "ready\n");
}

TEST_CASE("A token that is missing or short is no start", "[admin][program]") {
  const TemporaryDirectory folder;
  const auto [text, said] = GENERATE(table<std::string, std::string>({
      {"", "cannot be read: it is empty. `openssl rand -hex 16` makes a token"},
      {"\nx", "its first line is empty. `openssl rand -hex 16` makes a token"},
      {"short", "a token of less than 16 characters can be guessed"},
  }));
  const std::string file = folder.write("token", text).string();
  Program program(
      {serve(folder.path().string(), {"--admin-listen", ":0", "--admin-token-file", file})});
  CHECK(program.wait_for_exit() == 1);
  CHECK_THAT(program.errors(), Contains("--admin-token-file " + file) && Contains(said));
}

TEST_CASE("The operator's port may be a Unix socket", "[admin][unix]") {
  const TemporaryDirectory folder;
  Settings settings = test_settings();
  const std::string path = (folder.path() / "admin.sock").string();
  settings.admin_listen = Endpoint{path, 0, Endpoint::Kind::unix_socket};
  const TestServer server(settings);

  RawClient client(0, {.host = path});
  client.send(text_of({.target = "/api/sessions"}));

  CHECK(receive_reply(client).status == 200);
  CHECK(eventually([&] { return server.log().lines_with("for the operator: unix:" + path) == 1; }));
}

}  // namespace signalbox::test::control_test
