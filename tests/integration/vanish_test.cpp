// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::vanish_test {

namespace {

const std::string kAliceIsGone = R"({"type":"close","reason":"gone","username":"alice"})";

struct End {
  const char* how;
  void (*end)(Client&);
};

constexpr std::array kEnds{End{"close frame", [](Client& client) { client.close(); }},
                           End{"close frame, 4000", [](Client& client) { client.close(4000); }},
                           End{"TCP end without a close frame",
                               [](Client& client) { const Client gone = std::move(client); }},
                           End{"TCP reset", [](Client& client) { client.reset(); }}};

}  // namespace

TEST_CASE("Whoever has a call with a client hears when it has gone", "[vanish]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto end = GENERATE(from_range(kEnds));
  CAPTURE(kind, end.how);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  Client dave = logged_in(server, "dave");
  call(alice, "alice", bob, "bob");
  alice.send(signal_to("carol", "offer", "1"));  // rings, unanswered
  CHECK(carol.receive() == signal_from("alice", "offer", "1"));
  dave.send(signal_to("alice", "offer", "2"));
  CHECK(alice.receive() == signal_from("dave", "offer", "2"));

  end.end(alice);

  CHECK(bob.receive() == kAliceIsGone);
  CHECK(carol.receive() == kAliceIsGone);
  CHECK(dave.receive() == kAliceIsGone);
  REQUIRE(eventually([&] { return server.logged_in() == 3; }));
  Client again(server.port());
  CHECK(ask(again, login_of("alice")).at("success") == true);
}

TEST_CASE("Whoever has no call with a client any more hears nothing", "[vanish]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  call(alice, "alice", bob, "bob");
  call(alice, "alice", carol, "carol");
  bob.send(signal_to("alice", "close", "null"));
  CHECK(alice.receive() == R"({"type":"close","username":"bob"})");

  alice.close();
  CHECK(carol.receive() == kAliceIsGone);

  // What bob hears next comes after all of that.
  carol.send(signal_to("bob", "offer", "3"));
  CHECK(bob.receive() == signal_from("carol", "offer", "3"));
}

TEST_CASE("A name's next owner has none of its calls", "[vanish]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");
  bob.close();
  CHECK(alice.receive() == R"({"type":"close","reason":"gone","username":"bob"})");

  Client second = logged_in(server, "bob");
  alice.send(signal_to("bob", "offer", "1"));
  CHECK(second.receive() == signal_from("alice", "offer", "1"));
  CHECK(ask(second, R"({"type":"close","otherUsername":"carol"})").at("code") ==
        "user_unavailable");
}

TEST_CASE("Who is not there can't be reached", "[vanish]") {
  const auto type = GENERATE(as<std::string>(), "offer", "answer", "candidate", "close");
  CAPTURE(type);
  const TestServer server;
  Client alice = logged_in(server, "alice");

  const Json error = ask(alice, signal_to("ghost", type, "null"));

  CHECK(error.at("type") == "error");
  CHECK(error.at("code") == "user_unavailable");
  CHECK(error.at("about") == Json{{"type", type}, {"otherUsername", "ghost"}});
  CHECK(error.at("message").get<std::string>().find("ghost") != std::string::npos);
}

TEST_CASE("Nobody calls themselves", "[vanish]") {
  const auto type = GENERATE(as<std::string>(), "offer", "answer", "candidate", "close");
  CAPTURE(type);
  const TestServer server;
  Client alice = logged_in(server, "alice");

  CHECK(ask(alice, signal_to("alice", type, "null")).at("code") == "invalid_message");
}

}  // namespace signalbox::test::vanish_test
