// SPDX-License-Identifier: MIT
#include "auth/webhook/refusals.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::refusals_test {

using namespace signalbox::auth;

namespace {

LoginQuestion question(std::string username, std::string token = "", std::string address = "") {
  return {.session = "any",
          .username = std::move(username),
          .token = std::move(token),
          .address = std::move(address)};
}

const Failure kFailure{ErrorCode::unauthorized, "no"};

}  // namespace

TEST_CASE("a refusal is remembered for a while, for the very same question", "[webhook]") {
  Refusals refusals;
  const TimePoint now{};
  refusals.keep(question("alice", "t", "a"), kFailure, now);

  const auto found = refusals.find(question("alice", "t", "a"), now + Refusals::kKept / 2);
  REQUIRE(found);
  CHECK(found->message == "no");
  CHECK_FALSE(refusals.find(question("alice", "t", "a"), now + Refusals::kKept));
  CHECK_FALSE(refusals.find(question("bob", "t", "a"), now));
  CHECK_FALSE(refusals.find(question("alice", "u", "a"), now));
  CHECK_FALSE(refusals.find(question("alice", "t", "b"), now));
  // Where one part ends and the next begins matters.
  CHECK_FALSE(refusals.find(question("alicet", "", "a"), now));
}

TEST_CASE("of many refusals the newest are remembered", "[webhook]") {
  Refusals refusals;
  const TimePoint now{};
  for (std::size_t i = 0; i < 5 * Refusals::kMost; ++i) {
    refusals.keep(question(std::to_string(i)), kFailure, now);
  }
  CHECK(refusals.size() <= 2 * Refusals::kMost);
  CHECK(refusals.find(question(std::to_string(5 * Refusals::kMost - 1)), now));
  CHECK_FALSE(refusals.find(question("0"), now));
}

}  // namespace signalbox::test::refusals_test
