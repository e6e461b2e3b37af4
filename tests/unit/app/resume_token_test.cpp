// SPDX-License-Identifier: MIT
#include "app/session/resume_token.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::resume_token_test {

using app::ResumeToken;

TEST_CASE("a token's text gives the token again", "[app][resume]") {
  const ResumeToken token{{.slot = 0xFFFFFFFF, .generation = 16, .shard = 0xFFFF},
                          Secret::random()};
  CHECK(token.text() == "ffff-ffffffff-10-" + token.secret.text());
  const auto parsed = ResumeToken::parse(token.text());
  REQUIRE(parsed);
  CHECK(parsed->session == token.session);
  CHECK(parsed->secret == token.secret);
}

TEST_CASE("what is no token", "[app][resume]") {
  const std::string secret(32, 'a');
  const auto text = GENERATE_COPY(values<std::string>({
      "",
      "-",
      "---",
      secret,
      "0-0-" + secret,
      "0-0-1" + secret,
      "0-0-1-" + secret + "a",
      "0-0-1-1-" + secret,
      "10000-0-1-" + secret,
      "0-100000000-1-" + secret,
      "0-0--1-" + secret,
      " 0-0-1-" + secret,
      "0x0-0-1-" + secret,
      "g-0-1-" + secret,
  }));
  CAPTURE(text);
  CHECK_FALSE(ResumeToken::parse(text));
}

TEST_CASE("a session's id is read as it is written", "[app][resume]") {
  const SessionId id{.slot = 0x1F, .generation = 3, .shard = 2};
  CHECK(app::text_of(id) == "2-1f-3");
  CHECK(app::parse_session_id("2-1f-3") == id);
  for (const char* const text : {"", "-", "2-1f", "2-1f-", "2-1f-3-", "2-1f-3-4", "alice", "--"}) {
    CAPTURE(text);
    CHECK_FALSE(app::parse_session_id(text));
  }
}

}  // namespace signalbox::test::resume_token_test
