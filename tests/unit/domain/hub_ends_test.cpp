// SPDX-License-Identifier: MIT
// How calls and sessions end, and what cannot be delivered.
#include <string>

#include "signalbox/domain/hub.hpp"
#include "support/catch.hpp"
#include "support/hub_world.hpp"

namespace signalbox::test::hub_ends_test {

using domain::Event;
using domain::Login;
using domain::Signal;
using Heard = HubWorld::Heard;

namespace {

Limits with_peers(std::uint32_t peers) {
  Limits limits;
  limits.peers = peers;
  return limits;
}

}  // namespace

TEST_CASE("who leaves frees the name and is heard of by its peers only", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  const auto carol = world.login("carol");
  const auto dave = world.login("dave");
  world.send(alice, Signal::offer, "bob", "1");
  world.send(carol, Signal::offer, "alice", "1");
  world.send(alice, Signal::candidate, "dave", "1");
  for (const auto client : {alice, bob, carol, dave}) world.heard(client);

  world.leave(alice, "timeout");

  CHECK(world.heard(bob) == Heard{"alice vanished: timeout"});
  CHECK(world.heard(carol) == Heard{"alice vanished: timeout"});
  CHECK(world.heard(dave).empty());
  CHECK(world.hub().logged_in() == 3);
  CHECK(world.handle(world.connect(), Login{"alice"}) == "done");
}

TEST_CASE("a call that was closed is not closed again by the end of a connection",
          "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.send(alice, Signal::close, "bob");
  world.heard(bob);

  world.leave(alice);

  CHECK(world.heard(bob).empty());
}

TEST_CASE("two who close at once hear each other's close and nothing more", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.heard(bob);

  CHECK(world.send(alice, Signal::close, "bob") == "done");
  CHECK(world.send(bob, Signal::close, "alice") == "done");

  CHECK(world.heard(bob) == Heard{"close from alice"});
  CHECK(world.heard(alice) == Heard{"close from bob"});
}

TEST_CASE("two who vanish at once are no trouble", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.settle();

  world.leave(alice);
  world.leave(bob);
  world.settle();

  CHECK(world.hub().logged_in() == 0);
  CHECK(world.letters().empty());
}

TEST_CASE("who was never logged in leaves without a trace, and so does who left before",
          "[domain][hub]") {
  HubWorld world;
  const auto stranger = world.connect();
  const auto alice = world.login("alice");
  world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.settle();

  world.leave(stranger);
  CHECK(world.letters().empty());
  world.leave(alice);
  CHECK(world.letters().size() == 1);
  world.leave(alice);
  CHECK(world.letters().size() == 1);
  CHECK(world.hub().logged_in() == 1);
}

TEST_CASE("peers hear of an end before anybody else can have the name", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.settle();

  world.leave(alice);

  // Otherwise the next alice's offer could overtake the last one's end on its way to bob.
  CHECK(world.taken_at_last_delivery() == 2);
  CHECK(world.hub().logged_in() == 1);
}

TEST_CASE("an offer to a name with a new owner is for the new owner", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.heard(bob);
  world.leave(bob);
  const auto new_bob = world.login("bob");

  SECTION("before alice has heard of the last one's end") {
    CHECK(world.send(alice, Signal::candidate, "bob", "2") == "done");
    CHECK(world.send(alice, Signal::offer, "bob", "3") == "done");
    CHECK(world.send(alice, Signal::candidate, "bob", "4") == "done");
    CHECK(world.send(alice, Signal::candidate, {}, "5") == "done");
    // The first candidate was meant for the one who has gone.
    CHECK(world.heard(new_bob) ==
          Heard{"offer 3 from alice", "candidate 4 from alice", "candidate 5 from alice"});
    CHECK(world.heard(alice) ==
          Heard{"bob vanished: gone", "candidate did not reach bob: user_unavailable"});
    CHECK(world.send(alice, Signal::candidate, {}, "6") == "done");
    CHECK(world.heard(new_bob) == Heard{"candidate 6 from alice"});
  }
  SECTION("after that") {
    CHECK(world.heard(alice) == Heard{"bob vanished: gone"});
    CHECK(world.send(alice, Signal::offer, "bob", "2") == "done");
    CHECK(world.heard(new_bob) == Heard{"offer 2 from alice"});
  }
}

TEST_CASE("who goes while a message is on its way", "[domain][hub]") {
  const auto signal = GENERATE(Signal::offer, Signal::answer, Signal::candidate, Signal::close);
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  CHECK(world.send(alice, signal, "bob", "1") == "done");
  world.leave(bob);

  CHECK(world.heard(alice) == Heard{word_of(signal) + " did not reach bob: user_unavailable"});

  CHECK(world.send(alice, Signal::candidate, {}, "1") == "invalid_message");
}

TEST_CASE("what bounces to a sender who has gone as well is forgotten", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.leave(bob);
  world.leave(alice);
  world.settle();
  CHECK(world.letters().empty());
}

TEST_CASE("who knows of a call from the other side hears its end, also if only an answer says it",
          "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  CHECK(world.heard(bob) == Heard{"offer 1 from alice"});

  // Alice's side has gone, and had forgotten the call before.
  world.send(bob, Signal::answer, "alice", "2");
  world.bounce_next(ErrorCode::user_unavailable);
  CHECK(world.heard(bob) ==
        Heard{"answer did not reach alice: user_unavailable", "alice vanished: gone"});
  CHECK(world.peer(bob).calls.size() == 0);

  // Or had not: it is heard once.
  world.leave(alice);
  CHECK(world.heard(bob).empty());
}

TEST_CASE("a call that a second answer has made outlives the refusal of the first",
          "[domain][hub]") {
  HubWorld world(with_peers(1));
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::answer, "bob", "1");
  world.send(alice, Signal::answer, "bob", "2");
  // The first met a full client, the second did not.
  world.bounce_next(ErrorCode::busy);
  CHECK(world.heard(bob) == Heard{"answer 2 from alice"});
  CHECK(world.heard(alice) == Heard{"answer did not reach bob: busy"});

  world.leave(alice);
  CHECK(world.heard(bob) == Heard{"alice vanished: gone"});
}

TEST_CASE("an overloaded server ends no call", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.heard(bob);

  world.send(alice, Signal::offer, "bob", "2");
  world.bounce_next(ErrorCode::unavailable);

  CHECK(world.heard(alice) == Heard{"offer did not reach bob: unavailable"});
  CHECK(world.send(alice, Signal::candidate, {}, "3") == "done");
  CHECK(world.heard(bob) == Heard{"candidate 3 from alice"});
  world.leave(alice);
  CHECK(world.heard(bob) == Heard{"alice vanished: gone"});
}

TEST_CASE("the end of a call that an overloaded server did not begin is not heard",
          "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.bounce_next(ErrorCode::unavailable);
  world.settle();

  world.leave(alice);

  CHECK(world.heard(bob).empty());
}

TEST_CASE("a client has as many calls as the limit says", "[domain][hub]") {
  HubWorld world(with_peers(2));
  const auto alice = world.login("alice");
  world.login("bob");
  world.login("carol");
  const auto dave = world.login("dave");
  world.send(alice, Signal::offer, "bob", "1");
  world.send(alice, Signal::answer, "carol", "1");
  world.settle();

  SECTION("who calls once more is told") {
    CHECK(world.send(alice, Signal::offer, "dave", "1") == "busy");
    CHECK(world.failure()->message == "you have 2 calls, as many as this server allows");
    CHECK(world.heard(dave).empty());
  }
  SECTION("known peers and candidates may go on") {
    CHECK(world.send(alice, Signal::offer, "bob", "2") == "done");
    CHECK(world.send(alice, Signal::candidate, "dave", "2") == "done");
  }
  SECTION("an end makes room") {
    world.send(alice, Signal::close, "bob");
    CHECK(world.send(alice, Signal::offer, "dave", "1") == "done");
  }
  SECTION("who calls one who is busy is told, and the callee hears nothing") {
    CHECK(world.send(dave, Signal::offer, "alice", "1") == "done");
    CHECK(world.heard(alice).empty());
    CHECK(world.heard(dave) == Heard{"offer did not reach alice: busy"});
    CHECK(world.send(dave, Signal::candidate, {}, "1") == "invalid_message");
    // The call never was: nobody hears of its end.
    world.leave(alice);
    CHECK(world.heard(dave).empty());
  }
}

TEST_CASE("calls that a client has never answered make way for its own", "[domain][hub]") {
  HubWorld world(with_peers(2));
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  const auto first = world.login("first");
  const auto second = world.login("second");
  world.send(first, Signal::offer, "alice", "1");
  world.send(second, Signal::offer, "alice", "1");
  CHECK(world.heard(alice) == Heard{"offer 1 from first", "offer 1 from second"});

  CHECK(world.send(alice, Signal::offer, "bob", "2") == "done");

  CHECK(world.heard(alice) == Heard{"first displaced: timeout"});
  CHECK(world.heard(first) == Heard{"alice displaced: timeout"});
  CHECK(world.heard(bob) == Heard{"offer 2 from alice"});
  world.leave(first);
  CHECK(world.heard(alice).empty());
  world.leave(alice);
  CHECK(world.heard(second) == Heard{"alice vanished: gone"});
  CHECK(world.heard(bob) == Heard{"alice vanished: gone"});
}

TEST_CASE("strangers who ring without end keep nobody from ringing", "[domain][hub]") {
  HubWorld world(with_peers(2));
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.heard(bob);
  std::uint32_t last = 0;
  for (int i = 0; i < 10; ++i) {
    last = world.login(std::to_string(i));
    world.send(last, Signal::offer, "alice", "1");
    world.heard(last);
  }
  world.heard(alice);

  const auto carol = world.login("carol");
  world.send(carol, Signal::offer, "alice", "2");

  CHECK(world.heard(alice) == Heard{"offer 2 from carol", "9 displaced: timeout"});
  CHECK(world.heard(last) == Heard{"alice displaced: timeout"});
  world.send(alice, Signal::answer, "carol", "3");
  CHECK(world.heard(carol) == Heard{"answer 3 from alice"});
  // Both calls are her own now.
  world.send(last, Signal::offer, "alice", "4");
  CHECK(world.heard(last) == Heard{"offer did not reach alice: busy"});
}

TEST_CASE("a refusal that leaves a call in being does not end it", "[domain][hub]") {
  HubWorld world;
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  world.send(alice, Signal::offer, "bob", "1");
  world.heard(bob);

  world.deliver(world.peer(alice).id, Event{.kind = Event::Kind::undeliverable,
                                            .signal = Signal::offer,
                                            .error = ErrorCode::busy,
                                            .attempt = 0,
                                            .from = world.peer(bob).id,
                                            .username = "bob"});

  CHECK(world.heard(alice) == Heard{"offer did not reach bob: busy"});
  world.leave(bob);
  CHECK(world.heard(alice) == Heard{"bob vanished: gone"});
}

TEST_CASE("all calls are counted, and forgotten", "[domain][hub]") {
  HubWorld world(with_peers(2));
  const auto alice = world.login("alice");
  const auto bob = world.login("bob");
  const auto carol = world.login("carol");
  const auto dave = world.login("dave");
  for (const auto caller : {bob, carol, dave}) {
    world.send(caller, Signal::offer, "alice", "1");
    world.settle();
  }
  CHECK(world.hub().calls() == 4);
  world.send(carol, Signal::close, "alice");
  world.settle();
  CHECK(world.hub().calls() == 2);
  world.leave(alice);
  world.settle();
  CHECK(world.hub().calls() == 0);
}

}  // namespace signalbox::test::hub_ends_test
