// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::relay_test {

TEST_CASE("A call, word for word as the tutorials' clients say it", "[relay]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  alice.send(R"({"type":"offer","otherUsername":"bob","offer":{"type":"offer","sdp":"v=0\r\n"}})");
  CHECK(bob.receive() ==
        R"({"type":"offer","offer":{"type":"offer","sdp":"v=0\r\n"},"username":"alice"})");

  bob.send(R"({"type":"answer","otherUsername":"alice","answer":{"type":"answer","sdp":"v=1"}})");
  CHECK(alice.receive() ==
        R"({"type":"answer","answer":{"type":"answer","sdp":"v=1"},"username":"bob"})");

  alice.send(R"({"type":"candidate","otherUsername":"bob","candidate":{"candidate":"a=1"}})");
  CHECK(bob.receive() ==
        R"({"type":"candidate","candidate":{"candidate":"a=1"},"username":"alice"})");

  bob.send(R"({"type":"candidate","otherUsername":"alice","candidate":{"candidate":"b=2"}})");
  CHECK(alice.receive() ==
        R"({"type":"candidate","candidate":{"candidate":"b=2"},"username":"bob"})");

  alice.send(R"({"type":"close","otherUsername":"bob"})");
  CHECK(bob.receive() == R"({"type":"close","username":"alice"})");
}

TEST_CASE("Clients of one thread and of two hear each other", "[relay]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto callee_place = GENERATE(1U, 2U, 3U);
  CAPTURE(kind, callee_place);
  const TestServer server(kind);
  std::vector<Client> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(logged_in(server, "client" + std::to_string(i)));

  Client& callee = clients[callee_place];
  const std::string name = "client" + std::to_string(callee_place);
  call(clients[0], "client0", callee, name);
  clients[0].send(R"({"type":"close"})");

  CHECK(callee.receive() == R"({"type":"close","username":"client0"})");
}

TEST_CASE("Candidates may be null or empty: the end of candidates", "[relay]") {
  const auto candidate = GENERATE(as<std::string>(), "null", "{}", R"("")", R"({"candidate":""})");
  CAPTURE(candidate);
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  alice.send(signal_to("bob", "candidate", candidate));
  CHECK(bob.receive() == signal_from("alice", "candidate", candidate));
  bob.send(R"({"type":"candidate","candidate":)" + candidate + "}");
  CHECK(alice.receive() == signal_from("bob", "candidate", candidate));
}

TEST_CASE("The members of a message may stand in any order, with any others", "[relay]") {
  const auto message = GENERATE(
      as<std::string>(), R"({"offer":{"a":1},"otherUsername":"bob","type":"offer"})",
      "\r\n\t {\t\"otherUsername\" :\"bob\" ,\n\"type\": \"offer\", \"offer\" : {\"a\":1} } \n",
      R"({"type":"offer","otherUsername":"bob","offer":{"a":1},"answer":2,"more":[{"type":"x"}]})",
      R"({"type":"off\u0065r","otherUsername":"\u0062ob","offer":{"a":1}})");
  CAPTURE(message);
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  alice.send(message);

  CHECK(bob.receive() == signal_from("alice", "offer", R"({"a":1})"));
}

TEST_CASE("The sender's name comes from its session, not from the wire", "[relay]") {
  const TestServer server;
  Client mallory = logged_in(server, "mallory");
  Client bob = logged_in(server, "bob");

  mallory.send(
      R"({"type":"offer","username":"alice","otherUsername":"bob","from":"alice","offer":0})");

  CHECK(bob.receive() == signal_from("mallory", "offer", "0"));
}

TEST_CASE("Nobody but the addressee hears", "[relay]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");

  call(alice, "alice", bob, "bob");
  alice.send(signal_to("carol", "candidate", "3"));

  // The first thing carol hears is hers.
  CHECK(carol.receive() == signal_from("alice", "candidate", "3"));
}

TEST_CASE("A close says why, if its sender does", "[relay]") {
  const auto [sent, heard] = GENERATE(table<std::string, std::string>({
      {R"({"type":"close","otherUsername":"bob","reason":"declined"})",
       R"({"type":"close","reason":"declined","username":"alice"})"},
      {R"({"type":"close","otherUsername":"bob","reason":null})",
       R"({"type":"close","username":"alice"})"},
      {R"({"reason":"busy","type":"close"})",
       R"({"type":"close","reason":"busy","username":"alice"})"},
  }));
  CAPTURE(sent);
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  alice.send(sent);

  CHECK(bob.receive() == heard);
}

TEST_CASE("A close with a reason that is not the client's to give is refused", "[relay]") {
  const auto reason = GENERATE(as<std::string>(), R"("gone")", R"("timeout")", R"("shutdown")",
                               R"("replaced")", R"("kicked")", "7", "{}");
  CAPTURE(reason);
  const TestServer server;
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  const Json error = ask(alice, R"({"type":"close","reason":)" + reason + "}");

  CHECK(error.at("code") == "invalid_message");
  // The call goes on.
  alice.send(R"({"type":"candidate","candidate":1})");
  CHECK(bob.receive() == signal_from("alice", "candidate", "1"));
}

}  // namespace signalbox::test::relay_test
