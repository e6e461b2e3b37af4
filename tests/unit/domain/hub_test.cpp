// SPDX-License-Identifier: MIT
#include "signalbox/domain/hub.hpp"

#include <string>

#include "support/catch.hpp"
#include "support/hub_world.hpp"

namespace signalbox::test::hub_test {

using domain::Login;
using domain::Signal;
using Heard = HubWorld::Heard;

TEST_CASE("a login takes a name", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.connect();
  const auto other = world.connect();

  CHECK(world.handle(alice, Login{"alice"}) == "done");
  CHECK(world.peer(alice).username == "alice");
  CHECK(world.hub().logged_in() == 1);

  CHECK(world.handle(other, Login{"alice"}) == "username_taken");
  CHECK(world.failure()->message ==
        "somebody is logged in as 'alice': choose another name, or close the other connection "
        "first");
  CHECK(world.peer(other).username.empty());

  CHECK(world.handle(other, Login{"Alice"}) == "done");
  CHECK(world.hub().logged_in() == 2);
}

TEST_CASE("a login that fails may be tried again, one that did not may not", "[domain][hub]") {
  HubWorld world;
  const auto client = world.connect();

  CHECK(world.handle(client, Login{""}) == "username_invalid");
  CHECK(world.handle(client, Login{"a\nb"}) == "username_invalid");
  CHECK(world.handle(client, Login{"alice"}) == "done");
  CHECK(world.handle(client, Login{"bob"}) == "already_logged_in");
  CHECK(world.handle(client, Login{"alice"}) == "already_logged_in");
  CHECK(world.peer(client).username == "alice");
  CHECK(world.hub().logged_in() == 1);
}

TEST_CASE("nothing but a login is possible before a login", "[domain][hub]") {
  const auto signal =
      GENERATE(Signal::offer, Signal::answer, Signal::candidate, Signal::close, Signal::message);
  HubWorld world;
  const auto bob = world.login("bob");
  const auto stranger = world.connect();

  CHECK(world.send(stranger, signal, "bob", "1") == "not_logged_in");
  CHECK(world.send(stranger, signal, {}, "1") == "not_logged_in");
  CHECK(world.heard(bob).empty());
}

TEST_CASE("whatever one client says, the other hears, and who said it", "[domain][hub]") {
  const auto signal =
      GENERATE(Signal::offer, Signal::answer, Signal::candidate, Signal::close, Signal::message);
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");

  CHECK(world.send(alice, signal, "bob", "{1}") == "done");

  CHECK(world.heard(bob) == Heard{word_of(signal) + " {1} from alice"});
  CHECK(world.heard(alice).empty());
}

TEST_CASE("a message of the application begins no call", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");

  CHECK(world.send(alice, Signal::message, "bob", "1") == "done");
  CHECK(world.heard(bob) == Heard{"message 1 from alice"});

  CHECK(world.send(alice, Signal::message, {}, "2") == "invalid_message");
  world.leave(alice);
  CHECK(world.heard(bob).empty());
}

TEST_CASE("who asks for it is told that a message has arrived", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");

  world.handle(alice, domain::Relay{Signal::message, "bob", "1", "7", /*wants_ack=*/true});
  world.handle(alice, domain::Relay{Signal::message, "bob", "2", "8"});

  CHECK(world.heard(bob) == Heard{"message 1 from alice", "message 2 from alice"});
  CHECK(world.heard(alice) == Heard{"ack of 7"});
}

TEST_CASE("what did not arrive is not acknowledged", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");

  world.handle(alice, domain::Relay{Signal::message, "bob", "1", "7", /*wants_ack=*/true});
  world.leave(bob);

  CHECK(world.heard(alice) == Heard{"message did not reach bob: user_unavailable"});
}

TEST_CASE("who logs out is gone, and may log in again", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  CHECK(world.handle(world.connect(), domain::Logout{}) == "not_logged_in");
  world.send(alice, Signal::offer, "bob", "1");

  CHECK(world.handle(alice, domain::Logout{}) == "done");
  CHECK(world.heard(bob) == Heard{"offer 1 from alice", "alice vanished: gone"});
  CHECK(world.hub().logged_in() == 1);

  CHECK(world.send(alice, Signal::offer, "bob", "1") == "not_logged_in");
  CHECK(world.handle(alice, Login{"carol"}) == "done");
  CHECK(world.send(alice, Signal::offer, "bob", "2") == "done");
  CHECK(world.heard(bob) == Heard{"offer 2 from carol"});
}

TEST_CASE("what one client sends arrives in order", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");

  world.send(alice, Signal::offer, "bob", "1");
  world.send(alice, Signal::candidate, {}, "2");
  world.send(alice, Signal::candidate, "bob", "3");
  world.send(alice, Signal::close, {});

  CHECK(world.heard(bob) == Heard{"offer 1 from alice", "candidate 2 from alice",
                                  "candidate 3 from alice", "close from alice"});
}

TEST_CASE("a message to nobody", "[domain][hub]") {
  const auto signal = GENERATE(Signal::offer, Signal::answer, Signal::candidate, Signal::close);
  HubWorld world;
  const auto alice = world.login("alice");

  CHECK(world.send(alice, signal, "ghost", "1") == "user_unavailable");
  CHECK(world.failure()->message == "nobody is logged in as 'ghost'");
  CHECK(world.send(alice, signal, "") == "user_unavailable");
  // There is no current peer because of it.
  CHECK(world.send(alice, Signal::candidate, {}, "1") == "invalid_message");
}

TEST_CASE("a name that nobody can have is not repeated", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const std::string name(50'000, 'x');

  CHECK(world.send(alice, Signal::offer, name, "1") == "user_unavailable");
  CHECK(world.failure()->message == "otherUsername is none that anybody can have");
}

TEST_CASE("a client has no call with itself", "[domain][hub]") {
  const auto signal = GENERATE(Signal::offer, Signal::answer, Signal::candidate, Signal::close);
  HubWorld world;
  const auto alice = world.login("alice");

  CHECK(world.send(alice, signal, "alice", "1") == "invalid_message");
  CHECK(world.failure()->message == "otherUsername is your own username");
  CHECK(world.heard(alice).empty());
}

TEST_CASE("the current peer is the last that an offer or answer went to or came from",
          "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  const auto carol = world.login("carol");
  const auto to_current = [&](std::uint32_t client) {
    return world.send(client, Signal::candidate, {}, "1");
  };

  SECTION("at first there is none") {
    CHECK(to_current(alice) == "invalid_message");
    CHECK(world.failure()->message ==
          "whom is this for? Give otherUsername: there is no current peer");
  }
  SECTION("an offer and an answer make one for both") {
    const auto signal = GENERATE(Signal::offer, Signal::answer);
    world.send(alice, signal, "bob", "1");
    CHECK(to_current(alice) == "done");
    world.settle();
    CHECK(to_current(bob) == "done");
    CHECK(world.heard(alice) == Heard{"candidate 1 from bob"});
  }
  SECTION("a candidate and a close make none") {
    world.send(alice, Signal::candidate, "bob", "1");
    world.send(carol, Signal::close, "bob");
    world.settle();
    CHECK(to_current(alice) == "invalid_message");
    CHECK(to_current(bob) == "invalid_message");
    CHECK(to_current(carol) == "invalid_message");
  }
  SECTION("the last one counts") {
    world.send(alice, Signal::offer, "bob", "1");
    world.send(alice, Signal::offer, "carol", "1");
    world.heard(bob);
    world.heard(carol);
    to_current(alice);
    CHECK(world.heard(bob).empty());
    CHECK(world.heard(carol) == Heard{"candidate 1 from alice"});

    // A candidate to the other does not change it, an answer does.
    world.send(alice, Signal::candidate, "bob", "2");
    to_current(alice);
    CHECK(world.heard(carol) == Heard{"candidate 1 from alice"});
    world.send(bob, Signal::answer, "alice", "3");
    world.settle();
    world.heard(bob);
    to_current(alice);
    CHECK(world.heard(bob) == Heard{"candidate 1 from alice"});
  }
  SECTION("a close ends it for both") {
    world.send(alice, Signal::offer, "bob", "1");
    world.settle();
    CHECK(world.send(bob, Signal::close, {}) == "done");
    CHECK(to_current(bob) == "invalid_message");
    CHECK(world.heard(alice) == Heard{"close from bob"});
    CHECK(to_current(alice) == "invalid_message");
  }
  SECTION("the end of another call leaves it alone") {
    world.send(alice, Signal::offer, "bob", "1");
    world.send(alice, Signal::offer, "carol", "1");
    world.settle();
    world.send(bob, Signal::close, "alice");
    world.settle();
    CHECK(to_current(alice) == "done");
  }
  SECTION("who has vanished is nobody's current peer") {
    world.send(alice, Signal::offer, "bob", "1");
    world.settle();
    world.leave(bob);
    world.settle();
    CHECK(to_current(alice) == "invalid_message");
  }
}

TEST_CASE("clients of two realms neither reach nor hear each other", "[domain][hub]") {
  HubWorld world;
  const auto enter = [&](std::string_view name, std::string_view realm) {
    const auto client = world.connect();
    REQUIRE(world.handle(client, Login{.username = name, .realm = realm}) == "done");
    return client;
  };
  const auto alice = enter("alice", "shop");
  const auto bob = enter("bob", "shop");
  const auto other_alice = enter("alice", "school");
  const auto other_bob = enter("bob", "");
  CHECK(world.hub().realms() == 2);
  CHECK(world.hub().realm_of(world.peer(alice)) == "shop");
  CHECK(world.hub().find("school", "alice") == world.peer(other_alice).id);
  CHECK_FALSE(world.hub().find("school", "bob"));

  CHECK(world.send(alice, Signal::offer, "bob", "1") == "done");
  CHECK(world.heard(bob) == Heard{"offer 1 from alice"});
  CHECK(world.heard(other_bob).empty());
  CHECK(world.send(other_alice, Signal::offer, "bob", "2") == "user_unavailable");
  CHECK(world.send(other_bob, Signal::offer, "alice", "3") == "user_unavailable");

  world.leave(alice);
  CHECK(world.heard(bob) == Heard{"alice vanished: gone"});
  CHECK(world.hub().find("school", "alice"));
  CHECK_FALSE(world.hub().find("shop", "alice"));
  world.leave(bob);
  CHECK(world.hub().realms() == 1);
}

TEST_CASE("a login that fails leaves no realm behind", "[domain][hub]") {
  HubWorld world;
  const auto client = world.connect();
  CHECK(world.handle(client, Login{.username = "alice", .realm = "a b"}) == "realm_invalid");
  CHECK(world.handle(client, Login{.username = "", .realm = "shop"}) == "username_invalid");
  CHECK(world.hub().realms() == 0);

  CHECK(world.handle(client, Login{.username = "alice", .realm = "shop"}) == "done");
  const auto second = world.connect();
  CHECK(world.handle(second, Login{.username = "alice", .realm = "shop"}) == "username_taken");
  world.leave(client);
  CHECK(world.hub().realms() == 0);
}

TEST_CASE("a newer login takes the place of its own realm's namesake alone", "[domain][hub]") {
  HubWorld world;
  world.hub().set_policy({}, OnDuplicate::replace);
  const auto shop = world.connect();
  const auto school = world.connect();
  CHECK(world.handle(shop, Login{.username = "alice", .realm = "shop"}) == "done");
  CHECK(world.handle(school, Login{.username = "alice", .realm = "school"}) == "done");

  const auto newer = world.connect();
  const Login login{.username = "alice", .realm = "shop"};
  CHECK(world.handle(newer, login) == "done");
  CHECK(world.peer(newer).waits_for_name);
  REQUIRE(world.letters().size() == 1);
  CHECK(world.letters().front().to == world.peer(shop).id);
  world.leave(shop, "replaced");
  CHECK(world.hub().realms() == 1);

  CHECK(world.handle(newer, login) == "done");
  CHECK(world.hub().find("shop", "alice") == world.peer(newer).id);
  CHECK(world.hub().realms() == 2);
}

}  // namespace signalbox::test::hub_test
