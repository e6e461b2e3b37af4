// SPDX-License-Identifier: MIT
// A client that moves from thread to thread takes along what it has spent.
#include <chrono>
#include <string>
#include <string_view>

#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_move_test {

using std::chrono::seconds;

namespace {

constexpr std::string_view kSecret = "-00000000000000000000000000000000";

/// A login that fails, with the token of a session that is not there.
std::string failing_login(std::string_view session) {
  return Json{{"type", "login"},
              {"username", "taken"},
              {"resume", {{"token", std::string(session).append(kSecret)}, {"received", 0}}}}
      .dump();
}

struct Scene {
  explicit Scene(Limits limits = {}) : world(2, limits) {
    world.say(world.connect(0), R"({"type":"login","username":"taken"})");
  }

  SessionWorld world;
  FakeSocket& mallory = world.connect(0);
};

}  // namespace

TEST_CASE("a client moves once for sessions that are not there", "[app][move]") {
  Scene scene;
  for (int i = 0; i < 5; ++i) {
    CHECK(scene.world.ask(scene.mallory, failing_login("1-0-1")).at("success") == false);
    CHECK(scene.world.ask(scene.mallory, failing_login("0-0-1")).at("success") == false);
  }

  CHECK(scene.mallory.moves == 1);
  CHECK(scene.world.worker(0).sessions() == 1);
  CHECK(scene.world.worker(1).sessions() == 1);
}

TEST_CASE("a client that moves takes its messages along", "[app][move]") {
  Limits limits;
  limits.message_rate = 1;
  limits.message_burst = 3;
  Scene scene(limits);

  CHECK(scene.world.ask(scene.mallory, R"({"type":"?"})").at("code") == "unknown_type");
  // Of the move itself no message comes.
  CHECK(scene.world.ask(scene.mallory, failing_login("1-0-1")).at("success") == false);
  CHECK(scene.world.ask(scene.mallory, R"({"type":"?"})").at("code") == "unknown_type");
  CHECK(scene.world.ask(scene.mallory, R"({"type":"?"})").at("code") == "rate_limited");
}

TEST_CASE("a client that moves takes its errors along", "[app][move]") {
  Limits limits;
  limits.error_burst = 3;
  Scene scene(limits);

  for (int i = 0; i < 2; ++i) scene.world.say(scene.mallory, "?");
  scene.world.say(scene.mallory, failing_login("1-0-1"));
  scene.world.say(scene.mallory, "?");
  CHECK_FALSE(scene.mallory.closed);
  scene.world.say(scene.mallory, "?");

  CHECK(scene.mallory.closed == CloseReason::too_many_errors);
}

TEST_CASE("a client that moves has no more time for its login", "[app][move]") {
  Scene scene;
  scene.world.pass(seconds(9));
  scene.world.say(scene.mallory, failing_login("1-0-1"));
  scene.mallory.handler->on_tick(scene.world.now);
  CHECK_FALSE(scene.mallory.closed);

  scene.world.pass(seconds(1));
  scene.mallory.handler->on_tick(scene.world.now);

  CHECK(scene.mallory.closed == CloseReason::login_timeout);
}

TEST_CASE("who comes back has no new errors to make", "[app][move]") {
  const auto worker = GENERATE(std::size_t{0}, std::size_t{1});
  Limits limits;
  limits.error_burst = 3;
  Scene scene(limits);
  FakeSocket& first = scene.world.connect(0);
  const Json answer =
      scene.world.ask(first, R"({"type":"login","username":"alice","resume":true})");
  scene.world.drop(first);
  FakeSocket& second = scene.world.connect(worker);

  for (int i = 0; i < 3; ++i) scene.world.say(second, "?");
  const Json login{{"type", "login"},
                   {"username", "alice"},
                   {"resume", {{"token", answer.at("resume").at("token")}, {"received", 0}}}};
  CHECK(scene.world.ask(second, login.dump()).at("resumed") == true);
  scene.world.say(second, "?");

  CHECK(second.closed == CloseReason::too_many_errors);
}

}  // namespace signalbox::test::session_move_test
