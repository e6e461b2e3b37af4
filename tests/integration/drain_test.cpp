// SPDX-License-Identifier: MIT
// A server that lets its clients go before it stops.
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::drain_test {

using std::chrono::milliseconds;

namespace {

Settings draining_settings(const ServerKind& kind, milliseconds drain_time) {
  Settings settings = test_settings(kind.threads);
  settings.limits.drain_time = drain_time;
  return settings;
}

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

}  // namespace

TEST_CASE("All clients are told to connect elsewhere, then sent away", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, milliseconds(300)), kind.poller);
  std::vector<Client> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(logged_in(server, "client" + std::to_string(i)));
  Client stranger(server.port());  // who has no session that could go on elsewhere
  call(clients[0], "client0", clients[1], "client1");

  server.drain();

  for (Client& client : clients) {
    const Json message = receive_json(client);
    CHECK(message.at("type") == "reconnect");
    CHECK(message.at("after").get<int>() >= 0);
    CHECK(message.at("after").get<int>() < 150);
    CHECK(client.wait_for_goodbye().code == 1012);
  }
  CHECK(stranger.wait_for_goodbye().code == 1012);
  CHECK(server.has_stopped(kPatience));
}

TEST_CASE("While a server drains, those who are there can talk, and nobody gets in", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, std::chrono::hours(1)), kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  RawClient balancer(server.port());
  balancer.send(get("/readyz"));
  CHECK(balancer.receive_until("ready\n").starts_with("HTTP/1.1 200 "));

  server.drain();

  CHECK(receive_json(alice).at("type") == "reconnect");
  CHECK(receive_json(bob).at("type") == "reconnect");
  call(alice, "alice", bob, "bob");
  CHECK_THROWS(RawClient(server.port()));
  balancer.send(get("/readyz"));
  CHECK(balancer.receive_until("draining\n").starts_with("HTTP/1.1 503 "));
  balancer.send(get("/healthz"));
  CHECK(balancer.receive_until("ok\n").starts_with("HTTP/1.1 200 "));
  server.stop();
}

TEST_CASE("Who has connected before a drain and logs in during it is sent away", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, std::chrono::hours(1)), kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client late(server.port());
  Client later(server.port());

  server.drain();

  CHECK(receive_json(alice).at("type") == "reconnect");
  CHECK(receive_json(bob).at("type") == "reconnect");
  for (Client* const client : {&late, &later}) {
    CHECK(ask(*client, login_of("carol")).at("error").at("code") == "unavailable");
    CHECK(client->receive() == R"({"type":"reconnect","after":0})");
    CHECK(client->wait_for_goodbye().code == 1012);
  }
  CHECK(server.logged_in() == 2);
  server.stop();
}

TEST_CASE("A server from which all have gone has nothing to wait for", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, std::chrono::hours(1)), kind.poller);
  Client alice = logged_in(server, "alice");
  server.drain();
  CHECK(receive_json(alice).at("type") == "reconnect");

  alice.close();

  CHECK(server.has_stopped(kPatience));
}

TEST_CASE("A server that is to stop at once does not go on draining", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, std::chrono::hours(1)), kind.poller);
  Client alice = logged_in(server, "alice");
  server.drain();
  CHECK(receive_json(alice).at("type") == "reconnect");

  server.stop();

  CHECK(alice.wait_for_goodbye().code == 1001);
  CHECK(server.has_stopped(kPatience));
}

TEST_CASE("Who takes nothing does not keep a server from stopping", "[drain]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(draining_settings(kind, milliseconds(100)), kind.poller);
  RawClient silent(server.port());
  RawClient rude(server.port());  // does not answer the goodbye
  rude.upgrade();

  server.drain();

  CHECK(server.has_stopped(kPatience));
  CHECK(rude.receive_frame().close_code() == 1012);
}

}  // namespace signalbox::test::drain_test
