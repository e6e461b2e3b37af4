// SPDX-License-Identifier: MIT
// Tokens of clients that can't put them into their login, and pages that may not connect at all.
#include <csignal>
#include <string>
#include <vector>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/program.hpp"

namespace signalbox::test::shown_token_test {

namespace {

/// A server that wants tokens.
struct Guarded {
  explicit Guarded(const ServerKind& kind) : server(settings(kind.threads), kind.poller) {}

  std::string token(const std::string& username) const {
    return auth::mint_jwt({.key_file = secret,
                           .username = username,
                           .lifetime = std::chrono::hours(1),
                           .audience = "",
                           .issuer = ""});
  }

  Settings settings(unsigned threads) const {
    Settings settings = test_settings(threads);
    settings.jwt = {.is_required = true, .key_files = {secret}, .audience = "", .issuer = ""};
    return settings;
  }

  TemporaryDirectory folder;
  std::string secret = folder.write("secret", "0123456789abcdef0123456789abcdef").string();
  TestServer server;
};

Json ask_with(Client& client, const std::string& username, const Json& more) {
  Json login{{"type", "login"}, {"username", username}};
  login.update(more);
  return ask(client, login.dump());
}

}  // namespace

TEST_CASE("A token may come with the opening request", "[auth]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const Guarded guarded(kind);
  const std::uint16_t port = guarded.server.port();
  Client query(port, {.target = "/ws?token=" + guarded.token("alice")});
  Client subprotocol(port, {.subprotocols = "signalbox, token." + guarded.token("bob")});
  CHECK(subprotocol.subprotocol() == "signalbox");

  CHECK(ask(query, login_of("bob")).at("error").at("message") ==
        "the token is for 'alice' (sub): log in with that username");
  CHECK(ask(query, login_of("alice")).at("success") == true);
  CHECK(ask(subprotocol, login_of("bob")).at("success") == true);
  CHECK(ask(query, R"({"type":"logout"})").at("type") == "logout");
  CHECK(ask(query, login_of("alice")).at("success") == true);
}

TEST_CASE("The login's own token goes before that of the opening request", "[auth]") {
  const Guarded guarded(kServerKinds.front());
  Client client(guarded.server.port(), {.target = "/?token=" + guarded.token("alice")});
  CHECK(ask_with(client, "bob", {{"token", guarded.token("bob")}}).at("success") == true);
}

TEST_CASE("A token of the opening request goes with its connection to another thread", "[auth]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const Guarded guarded(kind);
  const std::string target = "/ws?token=" + guarded.token("alice");
  Client alice(guarded.server.port(), {.target = target});
  const Json first = ask_with(alice, "alice", {{"resume", true}});
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 0}}}};
  // Each comes to the next thread in turn.
  for (int i = 0; i < 2; ++i) {
    Client again(guarded.server.port(), {.target = target});
    CHECK(ask_with(again, "alice", resume).at("resumed") == true);
  }
}

TEST_CASE("A token of the opening request is never logged either", "[auth]") {
  const TemporaryDirectory site;
  site.write("index.html", "<title>test</title>");
  const std::string token = "aaaaaaaa.bbbbbbbb.cccccccc";
  Program program({serve(site.path().string(), {"--log-level", "trace"})});
  Client query(program.port(), {.target = "/ws?token=" + token});
  Client subprotocol(program.port(), {.subprotocols = "a, token." + token});
  log_in(query, "alice");
  log_in(subprotocol, "bob");
  CHECK(get(program.port(), "/?token=" + token).status == 200);
  CHECK(get(program.port(), "/ws?token=" + token).status == 426);
  query.close();
  REQUIRE(program.says("ended: client_closed"));
  program.signal(SIGINT);
  REQUIRE(program.wait_for_exit() == 0);
  CHECK(program.errors().find("cccccccc") == std::string::npos);
}

TEST_CASE("Pages of other origins than the allowed ones can't connect", "[origin]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.allowed_origins = {"https://example.org", "null"};
  const TestServer server(settings, kind.poller);
  for (const std::string& lines : {std::string("Origin: https://example.org\r\n"),
                                   std::string("Origin: null\r\n"), std::string()}) {
    CAPTURE(lines);
    RawClient client(server.port());
    client.upgrade(lines);
  }

  for (const std::string& origin :
       {std::string("https://example.org.evil.example"), std::string("http://example.org"),
        std::string("https://example.org:8443"),
        "http://127.0.0.1:" + std::to_string(server.port())}) {
    CAPTURE(origin);
    RawClient client(server.port());
    client.send(upgrade_request("/ws", "Origin: " + origin + "\r\n"));
    const HttpReply reply = receive_reply(client);
    CHECK(reply.status == 403);
    CHECK(reply.body == "Pages of " + origin +
                            " may not connect here: the operator would have to name it as an "
                            "allowed-origin.\n");
  }
  CHECK(fetch(server.port(), {.more = "Origin: http://example.org\r\n"}).status == 200);
}

TEST_CASE("Without allowed origins every page may connect", "[origin]") {
  const TestServer server;
  RawClient client(server.port());
  client.upgrade("Origin: https://anywhere.example\r\n");
}

}  // namespace signalbox::test::shown_token_test
