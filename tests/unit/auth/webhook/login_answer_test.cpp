// SPDX-License-Identifier: MIT
#include "auth/webhook/login_answer.hpp"

#include <string>
#include <variant>

#include "support/catch.hpp"

namespace signalbox::test::login_answer_test {

using namespace signalbox::auth;
using Catch::Matchers::Contains;

namespace {

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

TEST_CASE("an answer that is nested too deep is not good", "[auth][webhook]") {
  const std::string body =
      GENERATE(nested(30'000), R"({"iceServers":[{"urls":"stun:x","x":)" + nested(30'000) + "}]}",
               R"({"username":"a","other":)" + std::string(60'000, '['));
  CHECK_THROWS_WITH(read_login_answer({.status = 200, .body = body}),
                    Contains("is nested more than 32 levels deep"));
  const Verdict verdict = read_login_answer({.status = 403, .body = body});
  CHECK(std::get<Failure>(verdict).message == "the application does not let this user in");
}

TEST_CASE("an answer that says something twice is not good", "[auth][webhook]") {
  CHECK_THROWS_WITH(
      read_login_answer({.status = 200, .body = R"({"username":"alice","username":"bob"})"}),
      "its answer is not good: the body has the member 'username' twice");
}

TEST_CASE("an answer's ICE servers are passed on as they are", "[auth][webhook]") {
  const Verdict verdict = read_login_answer(
      {.status = 200, .body = R"({"iceServers":[{"urls":["stun:\u00fc"],"x":[[[1]]]}]})"});
  CHECK(std::get<Admission>(verdict).ice_servers ==
        "[{\"urls\":[\"stun:\xC3\xBC\"],\"x\":[[[1]]]}]");
}

}  // namespace signalbox::test::login_answer_test
