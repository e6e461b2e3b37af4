// SPDX-License-Identifier: MIT
// Sessions that the operator ends, and what the operator is told of them.
#include <string>
#include <vector>

#include "app/session/resume_token.hpp"
#include "app/session/session.hpp"
#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_kick_test {

using Heard = std::vector<std::string>;

namespace {

const std::string kAlice = R"({"type":"login","username":"alice","resume":true})";

/// The only session of a worker.
app::Session& session_of(SessionWorld& world, std::size_t worker = 0) {
  SessionId id{};
  world.worker(worker).visit(
      0, 1000, [&](const app::Session& session) { id = *app::parse_session_id(session.name()); });
  return *world.worker(worker).find(id);
}

}  // namespace

TEST_CASE("who is kicked is told so, as are its peers, and its name is free", "[app][kick]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  SessionWorld world(workers);
  FakeSocket& bob = world.connect(workers - 1);
  world.ask(bob, R"({"type":"login","username":"bob"})");
  FakeSocket& alice = world.connect(0);
  const Json answer = world.ask(alice, kAlice);
  world.say(bob, R"({"type":"offer","otherUsername":"alice","offer":1})");
  bob.heard.clear();

  const auto id = app::parse_session_id(answer.at("session").get<std::string>());
  REQUIRE(id);
  world.worker(0).find(*id)->kick();
  world.settle();

  CHECK(alice.closed == CloseReason::kicked);
  CHECK(alice.handler == nullptr);
  CHECK(bob.heard == Heard{R"({"type":"close","reason":"kicked","username":"alice"})"});
  CHECK(world.logged_in() == 1);
  CHECK(world.ask(world.connect(0), kAlice).at("success") == true);
}

TEST_CASE("who is away can be kicked, and can't come back to its session", "[app][kick]") {
  SessionWorld world;
  FakeSocket& alice = world.connect();
  const Json answer = world.ask(alice, kAlice);
  world.drop(alice);
  REQUIRE(world.logged_in() == 1);

  session_of(world).kick();

  CHECK(world.logged_in() == 0);
  Json login = Json::parse(kAlice);
  login["resume"] = {{"token", answer.at("resume").at("token")}, {"received", 0}};
  CHECK(world.ask(world.connect(), login.dump()).at("resumed") == false);
  // Nothing is left that could expire.
  world.pass(std::chrono::hours(1));
  CHECK(world.log().lines_with("ended: kicked") == 1);
  CHECK(world.log().lines_with("ended: not_resumed") == 0);
}

TEST_CASE("who has not logged in can be kicked", "[app][kick]") {
  SessionWorld world;
  FakeSocket& somebody = world.connect();
  session_of(world).kick();
  CHECK(somebody.closed == CloseReason::kicked);
}

TEST_CASE("a session's report says what is known of it", "[app][kick]") {
  SessionWorld world;
  FakeSocket& alice = world.connect();
  world.say(alice, kAlice);
  world.now += std::chrono::seconds(90);
  world.say(alice, R"({"type":"ping"})");

  const app::SessionReport here = session_of(world).report();
  CHECK(here.id == session_of(world).name());
  CHECK(here.username == "alice");
  CHECK(here.address == "192.0.2.1:4711");
  CHECK(here.age == std::chrono::seconds(90));
  CHECK(here.messages_in == 2);
  CHECK(here.messages_out == 2);
  CHECK(here.calls == 0);
  CHECK(here.unacknowledged == 1);

  world.drop(alice);
  const app::SessionReport away = session_of(world).report();
  CHECK(away.address.empty());
  CHECK(away.username == "alice");
}

}  // namespace signalbox::test::session_kick_test
