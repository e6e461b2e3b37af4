// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"

namespace signalbox::test::address_limits_test {

namespace {

const RawClient::Options kElsewhere{.from = "127.0.0.2"};

Json ask(RawClient& client, const std::string& text) {
  client.send(client_frame(Opcode::text, text));
  return Json::parse(client.receive_frame().payload);
}

RawClient connected(std::uint16_t port, const RawClient::Options& options = {}) {
  RawClient client(port, options);
  client.upgrade();
  return client;
}

}  // namespace

TEST_CASE("An address has as many connections as it may, and others have theirs", "[address]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.address_connections = 2;
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  const std::string answer = RawClient(server.port()).receive_all();

  CHECK(answer.starts_with("HTTP/1.1 503 "));
  CHECK(answer.find("\r\nRetry-After: ") != std::string::npos);
  const RawClient carol = raw_logged_in(server, "carol", kElsewhere);
  call(alice, "alice", bob, "bob");
  bob.reset();
  CHECK(eventually([&] { return server.connections() == 2; }));
  const Client dave = logged_in(server, "dave");
  CHECK(RawClient(server.port()).receive_all().starts_with("HTTP/1.1 503 "));
  CHECK(metric_becomes(server.admin_port(), hits_of("max-connections-per-address"), 2));
}

TEST_CASE("An IPv4 address is the same at an IPv6 listener", "[address]") {
  Settings settings = test_settings();
  settings.listen = {{"", 0}, {"127.0.0.1", 0}};
  settings.limits.address_connections = 1;
  const TestServer server(settings);
  const RawClient alice = connected(server.endpoints().front().port);

  CHECK(RawClient(server.endpoints().back().port).receive_all().starts_with("HTTP/1.1 503 "));

  const RawClient bob = connected(server.endpoints().front().port, {.host = "::1"});
  CHECK(server.connections() == 2);
}

TEST_CASE("Connections that end in any way leave no trace of their address", "[address]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.address_connections = 1;
  const TestServer server(settings, kind.poller);
  for (int i = 0; i < 20; ++i) {
    RawClient client(server.port());
    if (i % 2 == 0) client.send("GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
    client.finish_sending();
    CHECK_FALSE(client.receive_all().starts_with("HTTP/1.1 503 "));
    REQUIRE(eventually([&] { return server.connections() == 0; }));
  }
}

TEST_CASE("Logins of one address are bounded, those that fail too, and no other's", "[address]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.address_logins = 2;
  const TestServer server(settings, kind.poller);
  RawClient alice = raw_logged_in(server, "alice");
  RawClient mallory = connected(server.port());
  CHECK(ask(mallory, login_of("alice")).at("error").at("code") == "username_taken");

  const Json answer = ask(mallory, login_of("mallory"));

  CHECK(answer.at("type") == "login");
  CHECK(answer.at("success") == false);
  CHECK(answer.at("error").at("code") == "rate_limited");
  const std::string message = answer.at("error").at("message");
  CHECK(message.find("try again in ") != std::string::npos);
  CHECK(metric_becomes(server.admin_port(), hits_of("login-rate"), 1));
  RawClient bob = raw_logged_in(server, "bob", kElsewhere);
  alice.send(client_frame(Opcode::text, signal_to("bob", "offer", "1")));
  CHECK(bob.receive_frame().payload == signal_from("alice", "offer", "1"));
  CHECK(server.logged_in() == 2);
}

}  // namespace signalbox::test::address_limits_test
