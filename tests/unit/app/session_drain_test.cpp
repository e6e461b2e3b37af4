// SPDX-License-Identifier: MIT
#include <chrono>
#include <string>
#include <vector>

#include "signalbox/base/drain_plan.hpp"
#include "support/catch.hpp"
#include "support/session_world.hpp"

using namespace signalbox;
using namespace signalbox::test;

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
