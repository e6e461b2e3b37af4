// SPDX-License-Identifier: MIT
// What the operator is told would come of a login.
#include <chrono>
#include <string>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::validate_test {

namespace {

Json validate(const TestServer& server, const std::string& query) {
  const HttpReply reply = get(server.admin_port(), "/validate" + query);
  REQUIRE(reply.status == 200);
  return Json::parse(reply.body);
}

}  // namespace

TEST_CASE("Where everybody may log in, the operator is told so", "[admin][auth]") {
  const TestServer server;
  CHECK(validate(server, "") == Json{{"admitted", true},
                                     {"path", "WebSockets are taken at /ws"},
                                     {"origin", "no origin is given: only browsers name one"},
                                     {"login", "everybody may log in"}});
}

TEST_CASE("The operator is told which realm a login leads into", "[admin][auth]") {
  const TestServer server;
  CHECK(validate(server, "?realm=shop").at("login") == "everybody may log in to the realm shop");
  CHECK(validate(server, "?realm=a%20b").at("admitted") == false);
}

TEST_CASE("What is no text in a question is answered in text", "[admin][auth]") {
  const TestServer server;
  for (const char* const name : {"path", "origin", "username", "token", "realm"}) {
    for (const char* const value : {"%ff", "%C3", "a%ED%A0%80b", "%F4%90%80%80", "%00", "%C0%AF"}) {
      CAPTURE(name, value);
      CHECK(validate(server, std::string("?") + name + "=" + value).contains("admitted"));
    }
  }
  CHECK(validate(server, "?path=/%ff")
            .at("path")
            .get<std::string>()
            .starts_with("no WebSocket is taken at /\xEF\xBF\xBD:"));
  CHECK(server.log().lines_with("bug") == 0);
}

TEST_CASE("The operator is told what would come of a login, and why", "[admin][auth]") {
  const TemporaryDirectory folder;
  const std::string secret = folder.write("key", "0123456789abcdef0123456789abcdef").string();
  Settings settings = test_settings();
  settings.base_path = "/signal";
  settings.allowed_origins = {"https://example.org"};
  settings.jwt = {.is_required = true, .key_files = {secret}, .audience = "", .issuer = ""};
  const TestServer server(settings);
  const std::string token = auth::mint_jwt({.key_file = secret,
                                            .username = "alice",
                                            .lifetime = std::chrono::hours(1),
                                            .audience = "",
                                            .issuer = ""});

  Json answer = validate(server, "?origin=https%3A%2F%2Fexample.org&username=alice&token=" + token);
  CHECK(answer.at("admitted") == true);
  CHECK(answer.at("path") == "WebSockets are taken at /signal/ws");
  CHECK(answer.at("origin") == "pages of https://example.org may connect");
  CHECK(answer.at("login").get<std::string>().starts_with("alice may log in, for 36"));

  answer = validate(server,
                    "?origin=https://elsewhere.example&username=bob&token=" + token + "&path=/ws");
  CHECK(answer ==
        Json{{"admitted", false},
             {"path", "no WebSocket is taken at /ws: connect to /signal/ws"},
             {"origin",
              "pages of https://elsewhere.example may not connect: name it as an allowed-origin"},
             {"login", "the token is for 'alice' (sub): log in with that username"}});
  CHECK(validate(server, "?realm=shop&username=alice&token=" + token).at("login") ==
        "the token has no realm: it must say the one that the URL asks for");
  CHECK(server.logged_in() == 0);
}

}  // namespace signalbox::test::validate_test
