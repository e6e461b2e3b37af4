// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::current_peer_test {

namespace {

/// Three clients; the first and the last share a thread.
struct Trio {
  explicit Trio(const ServerKind& kind) : server(kind) {}

  TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
};

}  // namespace

TEST_CASE("Without otherUsername the last offer's or answer's other side is meant", "[peer]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Trio trio(kind);

  SECTION("an offer that was sent") {
    trio.alice.send(signal_to("bob", "offer", "1"));
    trio.alice.send(R"({"type":"candidate","candidate":2})");
    CHECK(trio.bob.receive() == signal_from("alice", "offer", "1"));
    CHECK(trio.bob.receive() == signal_from("alice", "candidate", "2"));
  }
  SECTION("an offer that came: the answer needs no name") {
    trio.alice.send(signal_to("bob", "offer", "1"));
    CHECK(trio.bob.receive() == signal_from("alice", "offer", "1"));
    trio.bob.send(R"({"type":"answer","answer":2})");
    trio.bob.send(R"({"type":"candidate","candidate":3})");
    trio.bob.send(R"({"type":"close"})");
    CHECK(trio.alice.receive() == signal_from("bob", "answer", "2"));
    CHECK(trio.alice.receive() == signal_from("bob", "candidate", "3"));
    CHECK(trio.alice.receive() == R"({"type":"close","username":"bob"})");
  }
  SECTION("an answer that was sent, and one that came") {
    trio.alice.send(signal_to("bob", "answer", "1"));
    CHECK(trio.bob.receive() == signal_from("alice", "answer", "1"));
    trio.bob.send(R"({"type":"candidate","candidate":2})");
    trio.alice.send(R"({"type":"candidate","candidate":3})");
    CHECK(trio.alice.receive() == signal_from("bob", "candidate", "2"));
    CHECK(trio.bob.receive() == signal_from("alice", "candidate", "3"));
  }
  SECTION("the last of several") {
    call(trio.alice, "alice", trio.bob, "bob");
    call(trio.alice, "alice", trio.carol, "carol");
    trio.alice.send(R"({"type":"candidate","candidate":1})");
    CHECK(trio.carol.receive() == signal_from("alice", "candidate", "1"));
    trio.bob.send(R"({"type":"offer","otherUsername":"alice","offer":2})");
    CHECK(trio.alice.receive() == signal_from("bob", "offer", "2"));
    trio.alice.send(R"({"type":"candidate","candidate":3})");
    CHECK(trio.bob.receive() == signal_from("alice", "candidate", "3"));
  }
  SECTION("a candidate to another does not change it") {
    call(trio.alice, "alice", trio.bob, "bob");
    trio.alice.send(signal_to("carol", "candidate", "1"));
    CHECK(trio.carol.receive() == signal_from("alice", "candidate", "1"));
    trio.alice.send(R"({"type":"candidate","candidate":2})");
    CHECK(trio.bob.receive() == signal_from("alice", "candidate", "2"));
  }
}

TEST_CASE("Without a current peer, and without otherUsername, nobody is meant", "[peer]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Trio trio(kind);

  SECTION("before any call") {}
  SECTION("after the current peer has been told close") {
    call(trio.alice, "alice", trio.bob, "bob");
    trio.alice.send(R"({"type":"close"})");
    CHECK(trio.bob.receive() == R"({"type":"close","username":"alice"})");
  }
  SECTION("after the current peer has said close") {
    call(trio.alice, "alice", trio.bob, "bob");
    trio.bob.send(R"({"type":"close"})");
    CHECK(trio.alice.receive() == R"({"type":"close","username":"bob"})");
  }
  SECTION("after the current peer has gone") {
    call(trio.alice, "alice", trio.bob, "bob");
    trio.bob.close();
    CHECK(trio.alice.receive() == R"({"type":"close","reason":"gone","username":"bob"})");
  }
  for (const char* message : {R"({"type":"answer","answer":1})",
                              R"({"type":"candidate","candidate":1})", R"({"type":"close"})"}) {
    CAPTURE(message);
    const Json error = ask(trio.alice, message);
    CHECK(error.at("code") == "invalid_message");
    CHECK(error.at("about").at("type") == Json::parse(message).at("type"));
  }
}

TEST_CASE("A null otherUsername is as good as none", "[peer]") {
  Trio trio(kServerKinds.back());
  call(trio.alice, "alice", trio.bob, "bob");

  trio.alice.send(R"({"type":"candidate","otherUsername":null,"candidate":1})");

  CHECK(trio.bob.receive() == signal_from("alice", "candidate", "1"));
}

TEST_CASE("An offer always says whom it is for", "[peer]") {
  Trio trio(kServerKinds.back());
  call(trio.alice, "alice", trio.bob, "bob");

  const Json error = ask(trio.alice, R"({"type":"offer","offer":1})");

  CHECK(error.at("code") == "invalid_message");
  CHECK(error.at("message").get<std::string>().find("otherUsername") != std::string::npos);
}

}  // namespace signalbox::test::current_peer_test
