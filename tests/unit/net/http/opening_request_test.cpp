// SPDX-License-Identifier: MIT
#include "net/http/opening_request.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/header_request.hpp"

namespace signalbox::test::opening_request_test {

using net::http::opening_request_of;

TEST_CASE("a token stands in the query", "[net][http]") {
  const auto [target, token] = GENERATE(table<std::string, std::string>({
      {"/ws?token=a.b-c_d", "a.b-c_d"},
      {"/ws?x=1&token=a.b.c&token=d", "a.b.c"},
      {"/ws?token=a%2Eb&y", "a.b"},
      {"/ws?token=", ""},
      {"/ws?token=%zz", ""},
      {"/ws?Token=a", ""},
      {"/ws?mytoken=a", ""},
      {"/ws?&&&=&", ""},
      {"/ws?", ""},
      {"/ws", ""},
      {"/token=a", ""},
  }));
  CAPTURE(target);
  CHECK(opening_request_of(HeaderRequest(target)).token == token);
}

TEST_CASE("a token stands among the subprotocols", "[net][http]") {
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
  CHECK(opening_request_of(HeaderRequest("/ws", {{"Sec-WebSocket-Protocol", offered}})).token ==
        token);
}

TEST_CASE("of two tokens the query's counts", "[net][http]") {
  CHECK(opening_request_of(HeaderRequest("/ws?token=a", {{"Sec-WebSocket-Protocol", "token.b"}}))
            .token == "a");
}

TEST_CASE("a realm stands in the query", "[net][http]") {
  const auto [target, realm] = GENERATE(table<std::string, std::string>({
      {"/ws?realm=shop", "shop"},
      {"/ws?token=a&realm=shop.example%2Dorg", "shop.example-org"},
      {"/ws?realm=", ""},
      {"/ws?myrealm=shop", ""},
      {"/ws", ""},
  }));
  CAPTURE(target);
  CHECK(opening_request_of(HeaderRequest(target)).realm == realm);
}

}  // namespace signalbox::test::opening_request_test
