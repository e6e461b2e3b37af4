// SPDX-License-Identifier: MIT
// Logins with a name that somebody has, where the newer one wins.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_replace_test {

using Heard = std::vector<std::string>;

namespace {

const std::string kAlice = R"({"type":"login","username":"alice"})";

}  // namespace

TEST_CASE("the newer login ends the older one, whose peers hear why", "[app][replace]") {
  const auto [workers, worker] =
      GENERATE(table<std::size_t, std::size_t>({{1, 0}, {2, 0}, {2, 1}, {3, 2}}));
  SessionWorld world(workers, {}, OnDuplicate::replace);
  FakeSocket& first = world.connect(0);
  world.ask(first, kAlice);
  FakeSocket& bob = world.connect(workers - 1);
  world.ask(bob, R"({"type":"login","username":"bob"})");
  world.say(bob, R"({"type":"offer","otherUsername":"alice","offer":1})");
  bob.heard.clear();

  FakeSocket& second = world.connect(worker);
  const Json answer = world.ask(second, kAlice);

  CHECK(answer.at("success") == true);
  CHECK(first.closed == CloseReason::replaced);
  CHECK(first.handler == nullptr);
  CHECK(bob.heard == Heard{R"({"type":"close","reason":"replaced","username":"alice"})"});
  CHECK(world.logged_in() == 2);
  world.say(bob, R"({"type":"offer","otherUsername":"alice","offer":2})");
  CHECK(second.heard.back() == R"({"type":"offer","offer":2,"username":"bob"})");
}

TEST_CASE("who is away is replaced as well", "[app][replace]") {
  const auto worker = GENERATE(as<std::size_t>{}, 0, 1);
  SessionWorld world(2, {}, OnDuplicate::replace);
  FakeSocket& first = world.connect(0);
  world.ask(first, R"({"type":"login","username":"alice","resume":true})");
  world.drop(first);

  CHECK(world.ask(world.connect(worker), kAlice).at("success") == true);
  world.pass(std::chrono::seconds(100));
  CHECK(world.logged_in() == 1);
  CHECK(world.log().lines_with("ended: replaced") == 1);
}

TEST_CASE("a login that waits for its name is still one login", "[app][replace]") {
  SessionWorld world(2, {}, OnDuplicate::replace);
  world.ask(world.connect(0), kAlice);
  FakeSocket& second = world.connect(1);
  const Padded login(kAlice);
  second.handler->on_text(login.text());
  CHECK(second.heard.empty());
  second.handler->on_text(login.text());
  REQUIRE(second.heard.size() == 1);
  CHECK(Json::parse(second.heard[0]).at("error").at("code") == "already_logged_in");

  world.settle();
  REQUIRE(second.heard.size() == 2);
  CHECK(Json::parse(second.heard[1]).at("success") == true);
}

TEST_CASE("of two who want a name at once the later one has it", "[app][replace]") {
  SessionWorld world(3, {}, OnDuplicate::replace);
  world.ask(world.connect(0), kAlice);
  FakeSocket& second = world.connect(1);
  FakeSocket& third = world.connect(2);
  const Padded login(kAlice);
  second.handler->on_text(login.text());
  third.handler->on_text(login.text());
  world.settle();
  CHECK(world.logged_in() == 1);
  // Both were told that they have the name; one of them, that it is over.
  CHECK(second.heard.size() + third.heard.size() == 2);
  CHECK((second.closed == CloseReason::replaced) != (third.closed == CloseReason::replaced));
}

TEST_CASE("a newcomer who goes while it waits leaves the name free", "[app][replace]") {
  SessionWorld world(2, {}, OnDuplicate::replace);
  world.ask(world.connect(0), kAlice);
  FakeSocket& second = world.connect(1);
  const Padded login(kAlice);
  second.handler->on_text(login.text());
  world.drop(second);
  CHECK(world.logged_in() == 0);
}

}  // namespace signalbox::test::session_replace_test
