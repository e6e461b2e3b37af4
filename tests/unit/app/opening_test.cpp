// SPDX-License-Identifier: MIT
#include "app/session/opening.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"

namespace signalbox::test::opening_test {

namespace {

std::string realm_of(const HeaderRequest& request) {
  return std::string(app::parse_opening(app::opening_of(request)).realm);
}

std::string token_of(const HeaderRequest& request) {
  return std::string(app::parse_opening(app::opening_of(request)).token);
}

}  // namespace

TEST_CASE("a token stands in the query", "[app][opening]") {
  const auto [target, token] = GENERATE(table<std::string, std::string>({
      {"/ws?token=a.b-c_d", "a.b-c_d"},
      {"/ws?x=1&token=a.b.c&token=d", "a.b.c"},
      {"/ws?token=a%2Eb&y", "a.b"},
      {"/ws?token=", ""},
      {"/ws?token=%zz", "%zz"},
      {"/ws?Token=a", ""},
      {"/ws?mytoken=a", ""},
      {"/ws?&&&=&", ""},
      {"/ws?", ""},
      {"/ws", ""},
      {"/token=a", ""},
  }));
  CAPTURE(target);
  CHECK(token_of(HeaderRequest(target)) == token);
}

TEST_CASE("a token stands among the subprotocols", "[app][opening]") {
  const auto [offered, token] = GENERATE(table<std::string, std::string>({
      {"signalbox, token.a.b.c", "a.b.c"},
      {"token.a.b.c", "a.b.c"},
      {"chat,token.a,token.b", "a"},
      {"token", ""},
      {"token.", ""},
      {"Token.a", ""},
      {"mytoken.a", ""},
      {",,,", ""},
      {"", ""},
  }));
  CAPTURE(offered);
  CHECK(token_of(HeaderRequest("/ws", {{"Sec-WebSocket-Protocol", offered}})) == token);
}

TEST_CASE("of two tokens the query's counts", "[app][opening]") {
  CHECK(token_of(HeaderRequest("/ws?token=a", {{"Sec-WebSocket-Protocol", "token.b"}})) == "a");
}

TEST_CASE("a realm stands in the query", "[app][opening]") {
  const auto [target, realm] = GENERATE(table<std::string, std::string>({
      {"/ws?realm=shop", "shop"},
      {"/ws?token=a&realm=shop.example%2Dorg", "shop.example-org"},
      {"/ws?realm=", ""},
      {"/ws?realm=sh%op", "sh%op"},
      {"/ws?myrealm=shop", ""},
      {"/ws", ""},
  }));
  CAPTURE(target);
  CHECK(realm_of(HeaderRequest(target)) == realm);
}

TEST_CASE("what is kept of the opening request is read as it was said", "[app][opening]") {
  const auto [realm, token] = GENERATE(table<std::string, std::string>({
      {"shop", "a.b.c"},
      {"", "a.b.c"},
      {"shop", ""},
      {"1:2", "3:4"},
      {std::string("a\0b\n", 4), std::string("\n:\0", 3)},
      {std::string(100, 'r'), std::string(9000, 't')},
  }));
  const std::string text = app::text_of({.realm = realm, .token = token});
  CHECK(app::parse_opening(text).realm == realm);
  CHECK(app::parse_opening(text).token == token);
}

TEST_CASE("nothing is kept of an opening request that says nothing", "[app][opening]") {
  CHECK(app::opening_of(HeaderRequest("/ws?x=1")).empty());
  CHECK(app::parse_opening("").realm.empty());
  CHECK(app::parse_opening("9:short").realm.empty());
}

}  // namespace signalbox::test::opening_test
