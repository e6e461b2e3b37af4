// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/fault_proxy.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::half_open_test {

using Milliseconds = std::chrono::milliseconds;

TEST_CASE("A client whose network is lost without a word is dropped after two pings", "[fault]") {
  Settings settings = test_settings();
  settings.limits.ping_interval = Milliseconds(100);
  const TestServer server(settings);
  FaultProxy proxy(server.port());
  Client alice(proxy.port());
  log_in(alice, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  proxy.freeze();

  // Bob's client answers the pings while it waits.
  CHECK(bob.receive() == R"({"type":"close","reason":"timeout","username":"alice"})");
  CHECK(server.log().lines_with("ended: ping_timeout") == 1);
  CHECK(ask(bob, signal_to("alice", "offer", "1")).at("code") == "user_unavailable");
}

TEST_CASE("What was said before the network was lost arrives when it is back", "[fault]") {
  const TestServer server;
  FaultProxy proxy(server.port());
  Client alice(proxy.port());
  log_in(alice, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  proxy.freeze();
  for (int i = 0; i < 100; ++i) {
    alice.send(signal_to("bob", "candidate", std::to_string(i)));
    bob.send(signal_to("alice", "candidate", std::to_string(i)));
  }
  proxy.thaw();

  for (int i = 0; i < 100; ++i) {
    CHECK(bob.receive() == signal_from("alice", "candidate", std::to_string(i)));
    CHECK(alice.receive() == signal_from("bob", "candidate", std::to_string(i)));
  }
}

TEST_CASE("A request that drips in is cut at the deadline of the whole", "[fault]") {
  Settings settings = test_settings();
  settings.limits.http_timeout = Milliseconds(200);
  const TestServer server(settings);
  FaultProxy proxy(server.port());
  // Each byte comes in time, all of them would take minutes.
  proxy.set({.delay = Milliseconds(20), .piece = 1});
  RawClient slow(proxy.port());
  slow.send(upgrade_request("/ws", "X-Long: " + std::string(7000, 'x') + "\r\n"));

  CHECK(receive_reply(slow).status == 408);
  CHECK(slow.receive_all().empty());
  CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("A call over a slow line is the same call", "[fault]") {
  const TestServer server;
  FaultProxy proxy(server.port());
  proxy.set({.delay = Milliseconds(1), .piece = 7}, {.delay = Milliseconds(1), .piece = 5});
  Client alice(proxy.port());
  log_in(alice, "alice");
  Client bob(proxy.port());
  log_in(bob, "bob");

  call(alice, "alice", bob, "bob");

  const std::string payload = '"' + std::string(500, 'x') + '"';
  alice.send(signal_to("bob", "candidate", payload));
  CHECK(bob.receive() == signal_from("alice", "candidate", payload));
}

TEST_CASE("Connections that arrive in another order each get their own answers", "[fault]") {
  const TestServer server;
  FaultProxy proxy(server.port());
  proxy.hold();
  std::vector<RawClient> clients;
  for (int i = 0; i < 10; ++i) {
    clients.emplace_back(proxy.port());
    clients.back().send(upgrade_request() +
                        client_frame(Opcode::text, login_of("client " + std::to_string(i))));
  }
  REQUIRE(eventually([&] { return proxy.connections() == clients.size(); }));

  proxy.release();

  for (int i = 0; i < 10; ++i) {
    CHECK(
        clients[static_cast<std::size_t>(i)].receive_until("\r\n\r\n").starts_with("HTTP/1.1 101"));
    const Json answer = Json::parse(clients[static_cast<std::size_t>(i)].receive_frame().payload);
    CHECK(answer.at("username") == "client " + std::to_string(i));
  }
}

}  // namespace signalbox::test::half_open_test
