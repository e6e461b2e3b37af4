// SPDX-License-Identifier: MIT
// What a client may do, and how often.
#include <chrono>
#include <string>

#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_rate_test {

using std::chrono::seconds;

TEST_CASE("ten pings, pongs or fragments cost as much as a message", "[app][rate]") {
  Limits limits;
  limits.message_rate = 1;
  limits.message_burst = 11;
  SessionWorld world(1, limits);
  FakeSocket& alice = world.connect();
  world.ask(alice, R"({"type":"login","username":"alice"})");
  alice.heard.clear();

  int taken = 0;
  while (alice.handler->take_frame()) ++taken;

  CHECK(taken >= 99);
  CHECK(taken <= 100);
  CHECK(Json::parse(alice.heard.at(0)).at("code") == "rate_limited");
  CHECK(world.ask(alice, R"({"type":"ping"})").at("code") == "rate_limited");
}

TEST_CASE("who goes on with pings is read no faster, then closed", "[app][rate]") {
  Limits limits;
  limits.message_rate = 1;
  limits.message_burst = 2;
  limits.error_burst = 10;
  SessionWorld world(1, limits);
  FakeSocket& mallory = world.connect();

  for (int i = 0; i < 30 && !mallory.is_paused; ++i) mallory.handler->take_frame();
  CHECK(mallory.is_paused);
  CHECK_FALSE(mallory.closed);

  for (int i = 0; i < 10; ++i) mallory.handler->take_frame();
  CHECK(mallory.closed == CloseReason::too_many_errors);
}

TEST_CASE("a ping each second is no abuse, however few messages a client may send", "[app][rate]") {
  Limits limits;
  limits.message_rate = 1;
  limits.message_burst = 2;
  SessionWorld world(1, limits);
  FakeSocket& alice = world.connect();
  world.ask(alice, R"({"type":"login","username":"alice"})");

  for (int i = 0; i < 10'000; ++i) {
    world.pass(seconds(1));
    REQUIRE(alice.handler->take_frame());
    REQUIRE(alice.handler->take_frame());
  }
}

}  // namespace signalbox::test::session_rate_test
