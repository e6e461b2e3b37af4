// SPDX-License-Identifier: MIT
// Messages that meet on their way between two threads.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/padded.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_crossing_test {

using Heard = std::vector<std::string>;

namespace {

/// Alice and Bob on two workers, neither of which reads its mailbox until they are told to.
struct Scene {
  Scene() {
    world.say(alice, R"({"type":"login","username":"alice"})");
    world.say(bob, R"({"type":"login","username":"bob"})");
    alice.heard.clear();
    bob.heard.clear();
  }

  static void say(FakeSocket& socket, std::string_view text) {
    const Padded message{text};
    socket.handler->on_text(message.text());
  }

  SessionWorld world{2};
  FakeSocket& alice = world.connect(0);
  FakeSocket& bob = world.connect(1);
};

}  // namespace

TEST_CASE("an offer that meets a close on its way is over for both sides", "[app][crossing]") {
  Scene scene;
  Scene::say(scene.bob, R"({"type":"close","otherUsername":"alice"})");
  Scene::say(scene.alice, R"({"type":"offer","otherUsername":"bob","offer":1})");
  scene.world.settle();
  CHECK(scene.alice.heard == Heard{R"({"type":"close","username":"bob"})"});
  CHECK(scene.bob.heard == Heard{R"({"type":"offer","offer":1,"username":"alice"})",
                                 R"({"type":"close","username":"alice"})"});

  scene.world.drop(scene.alice);
  CHECK(scene.bob.heard.size() == 2);
}

TEST_CASE("who answers an offer that met a close on its way has the call", "[app][crossing]") {
  Scene scene;
  Scene::say(scene.alice, R"({"type":"offer","otherUsername":"bob","offer":1})");
  Scene::say(scene.bob, R"({"type":"close","otherUsername":"alice"})");
  scene.world.worker(1).on_wake();
  Scene::say(scene.bob, R"({"type":"answer","answer":2})");
  scene.world.settle();
  CHECK(scene.bob.heard == Heard{R"({"type":"offer","offer":1,"username":"alice"})"});
  scene.bob.heard.clear();

  scene.world.drop(scene.alice);

  CHECK(scene.bob.heard == Heard{R"({"type":"close","reason":"gone","username":"alice"})"});
}

TEST_CASE("a close that meets nothing is heard by the other side only", "[app][crossing]") {
  Scene scene;
  scene.world.say(scene.alice, R"({"type":"offer","otherUsername":"bob","offer":1})");
  scene.world.say(scene.bob, R"({"type":"close"})");
  CHECK(scene.bob.heard.size() == 1);
  CHECK(scene.alice.heard == Heard{R"({"type":"close","username":"bob"})"});
}

}  // namespace signalbox::test::session_crossing_test
