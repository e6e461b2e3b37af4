// SPDX-License-Identifier: MIT
#include "signalbox/domain/calls.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::calls_test {

using signalbox::domain::Calls;

namespace {

constexpr std::size_t kLimit = 3;

SessionId session(std::uint32_t slot) { return {.slot = slot, .generation = 1}; }

std::string current(const Calls& calls) {
  return calls.current() == nullptr ? "nobody" : calls.current()->username;
}

}  // namespace

TEST_CASE("the last one connected is the current peer", "[domain][calls]") {
  Calls calls;
  CHECK(current(calls) == "nobody");
  calls.connect(session(1), "alice", kLimit);
  CHECK(current(calls) == "alice");
  calls.connect(session(2), "bob", kLimit);
  calls.connect(session(3), "carol", kLimit);
  CHECK(current(calls) == "carol");
  calls.connect(session(1), "alice", kLimit);
  CHECK(current(calls) == "alice");
  calls.connect(session(1), "alice", kLimit);
  CHECK(current(calls) == "alice");
}

TEST_CASE("there are no more calls than the limit", "[domain][calls]") {
  Calls calls;
  CHECK_FALSE(calls.connect(session(1), "alice", 0));
  CHECK(current(calls) == "nobody");
  for (const std::uint32_t slot : {1U, 2U, 3U}) CHECK(calls.connect(session(slot), "x", kLimit));
  CHECK_FALSE(calls.connect(session(4), "dave", kLimit));
  CHECK(calls.find("dave") == nullptr);
  CHECK(calls.connect(session(2), "x", kLimit));
  CHECK(calls.disconnect(session(1)));
  CHECK(calls.connect(session(4), "dave", kLimit));
}

TEST_CASE("after the current peer there is none until the next offer or answer",
          "[domain][calls]") {
  Calls calls;
  calls.connect(session(1), "alice", kLimit);
  calls.connect(session(2), "bob", kLimit);

  SECTION("the end of another call changes nothing") {
    CHECK(calls.disconnect(session(1)));
    CHECK(current(calls) == "bob");
  }
  SECTION("the end of its own leaves nobody, although there is another call") {
    CHECK(calls.disconnect(session(2)));
    CHECK(current(calls) == "nobody");
    CHECK(calls.find("alice") != nullptr);
    calls.connect(session(3), "carol", kLimit);
    CHECK(current(calls) == "carol");
    CHECK(calls.disconnect(session(1)));
    CHECK(current(calls) == "carol");
  }
  SECTION("a call that was not there") {
    CHECK_FALSE(calls.disconnect(session(3)));
    CHECK_FALSE(calls.disconnect({.slot = 2, .generation = 2}));
    CHECK_FALSE(calls.disconnect({.slot = 2, .generation = 1, .shard = 1}));
    CHECK(current(calls) == "bob");
  }
}

TEST_CASE("of two sessions with one name the newer is found", "[domain][calls]") {
  Calls calls;
  calls.connect(session(1), "alice", kLimit);
  calls.connect(session(2), "bob", kLimit);
  calls.connect({.slot = 1, .generation = 2}, "alice", kLimit);

  REQUIRE(calls.find("alice") != nullptr);
  CHECK(calls.find("alice")->id == SessionId{.slot = 1, .generation = 2});
  CHECK(calls.find("bob")->id == session(2));
  CHECK(calls.find("Bob") == nullptr);
  CHECK(calls.find("") == nullptr);
}

TEST_CASE("all calls are taken at once", "[domain][calls]") {
  Calls calls;
  calls.connect(session(1), "alice", kLimit);
  calls.connect(session(2), "bob", kLimit);

  CHECK(calls.take_all().size() == 2);

  CHECK(calls.take_all().empty());
  CHECK(current(calls) == "nobody");
  CHECK(calls.find("alice") == nullptr);
  CHECK(calls.connect(session(1), "alice", 1));
}

TEST_CASE("a call that this side has answered is no unanswered one", "[domain][calls]") {
  Calls calls;
  calls.connect(session(1), "alice", kLimit);
  calls.connect(session(2), "bob", kLimit);
  CHECK(calls.attempt(session(2)) == 1);
  CHECK(calls.attempt(session(2)) == 2);
  CHECK(calls.attempt(session(3)) == 0);

  CHECK(calls.is_unattempted(session(1)));
  calls.disconnect(session(1));
  CHECK_FALSE(calls.is_unattempted(session(1)));
  CHECK_FALSE(calls.is_unattempted(session(2)));
  CHECK(current(calls) == "bob");
  calls.disconnect(session(2));
  calls.connect(session(2), "bob", kLimit);
  CHECK(calls.is_unattempted(session(2)));
}

TEST_CASE("the call that nobody has answered for longest is known", "[domain][calls]") {
  Calls calls;
  CHECK(calls.oldest_unanswered() == nullptr);
  for (const std::uint32_t slot : {1U, 2U, 3U}) calls.connect(session(slot), "x", kLimit);
  calls.attempt(session(1));
  CHECK(calls.oldest_unanswered()->id == session(2));
  // Rings once more.
  calls.connect(session(2), "x", kLimit);
  CHECK(calls.oldest_unanswered()->id == session(3));
  calls.attempt(session(2));
  calls.attempt(session(3));
  CHECK(calls.oldest_unanswered() == nullptr);
}

}  // namespace signalbox::test::calls_test
