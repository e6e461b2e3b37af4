// SPDX-License-Identifier: MIT
#include "auth/jwt_text.hpp"

#include <cstddef>
#include <string>
#include <variant>

#include "support/catch.hpp"
#include "support/signing_key.hpp"

namespace signalbox::test::jwt_text_test {

using namespace signalbox::auth;
using Catch::Matchers::Contains;

namespace {

constexpr auto kHeader = R"({"alg":"HS256"})";

std::string token_of(const std::string& header, const std::string& claims) {
  return base64url(header) + '.' + base64url(claims) + '.' + base64url("signature");
}

JwtText read(const std::string& header, const std::string& claims) {
  auto said = read_jwt(token_of(header, claims));
  if (const auto* failure = std::get_if<Failure>(&said)) FAIL(failure->message);
  return std::get<JwtText>(std::move(said));
}

std::string refusal(const std::string& header, const std::string& claims = "{}") {
  const auto said = read_jwt(token_of(header, claims));
  REQUIRE(std::holds_alternative<Failure>(said));
  CHECK(std::get<Failure>(said).code == ErrorCode::unauthorized);
  return std::get<Failure>(said).message;
}

}  // namespace

TEST_CASE("what a token says is read, whoever has signed it", "[auth][jwt]") {
  const JwtText said =
      read(R"({"typ":"jwt","alg":"ES256","kid":"7","x":"crit"})", R"({"sub":"a"})");
  CHECK(said.algorithm == "ES256");
  CHECK(said.key_id == "7");
  CHECK(said.claims == nlohmann::json{{"sub", "a"}});
  CHECK(read("{}", "{}").algorithm.empty());
}

TEST_CASE("a token that must be understood in a way that is not known is refused", "[auth][jwt]") {
  const std::string names = GENERATE(as<std::string>{}, R"(["exp"])", R"(["b64"])", "[]", "{}",
                                     "\"exp\"", "null", "false");
  CAPTURE(names);
  CHECK_THAT(refusal(R"({"alg":"HS256","exp":1,"crit":)" + names + "}"), Contains("crit"));
}

TEST_CASE("a header that is none of a token is refused", "[auth][jwt]") {
  const auto* const header =
      GENERATE(R"({"typ":"JWE"})", R"({"typ":1})", R"({"kid":7})", R"({"alg":null})", "[]", "1");
  CAPTURE(header);
  CHECK_THAT(refusal(header), Contains("no JWT"));
}

TEST_CASE("a token that can be read in two ways is refused", "[auth][jwt]") {
  CHECK(refusal(R"({"alg":"none","alg":"HS256"})") ==
        "the token's header has the member 'alg' twice");
  CHECK(refusal(kHeader, R"({"sub":"alice","exp":1,"sub":"bob"})") ==
        "what the token claims has the member 'sub' twice");
  for (const char* const claims :
       {R"({"exp":1,"\u0065xp":1})", R"({"a":1,"a":1})", R"({"a":[{"b":1,"b":2}]})"}) {
    CAPTURE(claims);
    CHECK_THAT(refusal(kHeader, claims), Contains("twice"));
  }
  CHECK(refusal(kHeader, std::string("{}\0{}", 5)) == "what the token claims is no JSON");
  // The same name in another object is another member.
  CHECK(read(kHeader, R"({"sub":"a","a":{"sub":1},"b":[{"a":1},{"a":1}]})").claims.size() == 3);
}

TEST_CASE("a token that is nested too deep is refused", "[auth][jwt]") {
  const auto nested = [](std::size_t levels) {
    return R"({"x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  CHECK(read(kHeader, nested(31)).claims.size() == 1);
  CHECK(refusal(kHeader, nested(32)) == "what the token claims is nested more than 32 levels deep");
  CHECK_THAT(refusal(kHeader, nested(2500)), Contains("levels deep"));
  CHECK(refusal(nested(32)) == "the token's header is nested more than 32 levels deep");
}

}  // namespace signalbox::test::jwt_text_test
