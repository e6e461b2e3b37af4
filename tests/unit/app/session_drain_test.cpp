// SPDX-License-Identifier: MIT
#include <chrono>
#include <string>
#include <vector>

#include "signalbox/base/drain_plan.hpp"
#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_drain_test {

TEST_CASE("what comes of a drain before a login is not counted, so nothing is said",
          "[app][drain]") {
  SessionWorld world;
  FakeSocket& alice = world.connect();
  FakeSocket& stranger = world.connect();
  world.ask(alice, R"({"type":"login","username":"alice"})");
  alice.heard.clear();

  world.worker(0).announce_drain(DrainPlan(world.now, std::chrono::seconds(10)));

  CHECK(alice.heard == std::vector<std::string>{R"({"type":"reconnect","after":0})"});
  CHECK(stranger.heard.empty());
}

TEST_CASE("nobody logs in while the server drains, and hears where to go", "[app][drain]") {
  SessionWorld world;
  FakeSocket& alice = world.connect();
  world.ask(alice, R"({"type":"login","username":"alice","resume":true})");
  FakeSocket& stranger = world.connect();
  world.worker(0).begin_drain(DrainPlan(world.now, std::chrono::seconds(10)));

  const Json answer = world.ask(stranger, R"({"type":"login","username":"bob","id":1})");

  CHECK(answer.at("success") == false);
  CHECK(answer.at("error").at("code") == "unavailable");
  CHECK(answer.at("id") == 1);
  CHECK(stranger.heard.at(1) == R"({"type":"reconnect","after":0})");
  CHECK(stranger.closed == CloseReason::drained);
  CHECK(world.logged_in() == 1);
  // Who is in goes on as before.
  CHECK(world.ask(alice, R"({"type":"ping"})").at("type") == "pong");
  CHECK(world.ask(alice, R"({"type":"login","username":"alice"})").at("error").at("code") ==
        "already_logged_in");
  CHECK_FALSE(alice.closed);
}

TEST_CASE("who has waited for a name when the drain began does not get it", "[app][drain]") {
  SessionWorld world(2, {}, OnDuplicate::replace);
  FakeSocket& first = world.connect(0);
  world.ask(first, R"({"type":"login","username":"alice"})");
  FakeSocket& second = world.connect(1);
  const Padded login{std::string(R"({"type":"login","username":"alice"})")};
  second.handler->on_text(login.text());
  REQUIRE(second.heard.empty());

  for (std::size_t i = 0; i < world.workers(); ++i) {
    world.worker(i).begin_drain(DrainPlan(world.now, std::chrono::seconds(10)));
  }
  world.settle();

  CHECK(Json::parse(second.heard.at(0)).at("error").at("code") == "unavailable");
  CHECK(second.closed == CloseReason::drained);
}

}  // namespace signalbox::test::session_drain_test
