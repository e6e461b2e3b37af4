// SPDX-License-Identifier: MIT
#include "ops/ice_server_text.hpp"

#include "support/catch.hpp"

namespace signalbox::test::ice_server_text_test {

TEST_CASE("ICE servers become what RTCIceServer wants", "[ops][ice]") {
  struct Row {
    const char* text;
    const char* url;
    const char* username;
    const char* credential;
  };
  const auto row = GENERATE(values<Row>({
      {"stun:stun.example.org", "stun:stun.example.org", "", ""},
      {"stun:stun.example.org:3478", "stun:stun.example.org:3478", "", ""},
      {"stuns:[2001:db8::1]:5349", "stuns:[2001:db8::1]:5349", "", ""},
      {"stun:[2001:db8::1]", "stun:[2001:db8::1]", "", ""},
      {"turn:host", "turn:host", "", ""},
      {"turn:ann:secret@192.0.2.1", "turn:192.0.2.1", "ann", "secret"},
      {"turn:ann:secret@turn.example.org:3478?transport=udp",
       "turn:turn.example.org:3478?transport=udp", "ann", "secret"},
      {"turns:ann:secret@turn.example.org:5349?transport=tcp",
       "turns:turn.example.org:5349?transport=tcp", "ann", "secret"},
      {"turn:1700000000%3Aann:p%40s%2cs%23%20%25@host", "turn:host", "1700000000:ann", "p@s,s# %"},
      {"turn:ann:with:colons@and@signs@host", "turn:host", "ann", "with:colons@and@signs"},
      {"turn:ann:what?@host", "turn:host", "ann", "what?"},
      {"turn:ann:base64+/==@host", "turn:host", "ann", "base64+/=="},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_ice_server(row.text);
  REQUIRE(std::holds_alternative<IceServer>(parsed));
  CHECK(std::get<IceServer>(parsed) == IceServer{{row.url}, row.username, row.credential});
}

namespace {

struct BadRow {
  const char* text;
  const char* message;
};

constexpr auto kScheme = "does not begin with stun:, stuns:, turn: or turns:.";
constexpr auto kHost = "does not name a host, or a host and a port; write it like stun:host:3478.";
constexpr auto kSlashes = "has slashes, which these URLs do not: write stun:host:3478.";
constexpr auto kNoCredentials = "needs a user and a password; write turn:user:password@host:3478.";
constexpr auto kCredentials =
    "has a user and a password, which STUN does not; write stun:host:3478.";
constexpr auto kQuery =
    "may end in ?transport=udp or ?transport=tcp if it is a TURN server, and in nothing else.";
constexpr auto kPercent =
    "has a % without two hexadecimal digits in its user or password; write %25.";

std::string message_for(const char* text) {
  const auto parsed = parse_ice_server(text);
  REQUIRE(std::holds_alternative<Problem>(parsed));
  return std::get<Problem>(parsed).text;
}

}  // namespace

TEST_CASE("what is no ICE server is refused with what would be right", "[ops][ice]") {
  const auto row = GENERATE(values<BadRow>({
      {"", kScheme},
      {"stun.example.org", kScheme},
      {"stun.example.org:3478", kScheme},
      {"http://example.org", kScheme},
      {"stun://example.org", kSlashes},
      {"turn://example.org", kSlashes},
      {"stun:", kHost},
      {"stun::3478", kHost},
      {"stun:host:0", kHost},
      {"stun:host:65536", kHost},
      {"stun:a b", kHost},
      {"stun:2001:db8::1", kHost},
      {"stun:host?transport=udp", kQuery},
  }));
  CHECK(message_for(row.text) == "'" + std::string(row.text) + "' " + row.message);
}

TEST_CASE("a refused ICE server's credentials are not repeated", "[ops][ice]") {
  const auto row = GENERATE(values<BadRow>({
      {"stun:ann:s3cret@host", kCredentials},
      {"turn:ann@host", kNoCredentials},
      {"turn::s3cret@host", kNoCredentials},
      {"turn:ann:@host", kNoCredentials},
      {"turn:ann:s3cret%@host", kPercent},
      {"turn:ann:s3cret%2@host", kPercent},
      {"turn:ann:s3cret%zz@host", kPercent},
      {"turn:ann:s3cret@a b", kHost},
      {"turn:ann:s3cret@host?transport=sctp", kQuery},
  }));
  const auto message = message_for(row.text);
  CHECK_THAT(message, Catch::Matchers::EndsWith(std::string("' ") + row.message));
  CHECK(message.find("s3cret") == std::string::npos);
  CHECK(message.find("ann") == std::string::npos);
}

}  // namespace signalbox::test::ice_server_text_test
