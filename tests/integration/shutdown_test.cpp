// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test::shutdown_test {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kSoon{2000};

}  // namespace

TEST_CASE("A server that stops says 1001 to everybody and is done", "[shutdown]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(kind);
  std::vector<Client> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(logged_in(server, "client" + std::to_string(i)));
  clients.emplace_back(server.port());  // not logged in

  server.stop();

  for (Client& client : clients) {
    const Goodbye goodbye = client.wait_for_goodbye();
    CHECK(goodbye.code == 1001);
    CHECK(goodbye.reason == "the server is going down");
    CHECK(goodbye.messages.empty());
  }
  CHECK(server.has_stopped(kSoon));
}

TEST_CASE("A server that stops waits for nobody for long", "[shutdown]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(kind);
  RawClient silent(server.port());  // has not even sent a request
  RawClient half(server.port());
  half.send("GET / HT");
  RawClient rude(server.port());  // does not answer the goodbye
  rude.upgrade();
  Client slow(server.port(), {.receive_buffer = 4096});
  log_in(slow, "slow");

  server.stop();

  CHECK(server.has_stopped(kSoon));
  CHECK(rude.receive_frame().close_code() == 1001);
  CHECK(silent.receive_all().empty());
}

TEST_CASE("A server with nobody on it stops at once", "[shutdown]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(kind);
  server.stop();
  CHECK(server.has_stopped(kSoon));
}

TEST_CASE("After a stop nobody gets in", "[shutdown]") {
  TestServer server;
  const auto port = server.port();
  server.stop();
  REQUIRE(server.has_stopped(kSoon));

  CHECK_THROWS(RawClient(port));
}

TEST_CASE("Servers come and go in one process", "[shutdown]") {
  for (int i = 0; i < 5; ++i) {
    const TestServer server;
    Client alice = logged_in(server, "alice");
    CHECK(server.logged_in() == 1);
  }
}

}  // namespace signalbox::test::shutdown_test
