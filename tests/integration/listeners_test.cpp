// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::listeners_test {

namespace {

Settings listening_on(std::vector<Endpoint> endpoints) {
  Settings settings = test_settings();
  settings.listen = std::move(endpoints);
  return settings;
}

}  // namespace

TEST_CASE("A server listens where it is told to", "[listen]") {
  struct Row {
    std::string host;
    std::vector<std::string> reached_at;
  };
  const auto row = GENERATE(values<Row>({{"127.0.0.1", {"127.0.0.1"}},
                                         {"::1", {"::1"}},
                                         {"0.0.0.0", {"127.0.0.1"}},
                                         {"localhost", {}},
                                         {"", {"127.0.0.1", "::1"}}}));
  CAPTURE(row.host);
  const TestServer server(listening_on({{row.host, 0}}));

  CHECK(server.endpoints().front().host == row.host);
  for (const std::string& host : row.reached_at) {
    CAPTURE(host);
    Client client(server.port(), {.host = host});
    CHECK(ask(client, login_of("at " + host)).at("success") == true);
  }
}

TEST_CASE("Clients of different listeners hear each other", "[listen]") {
  const TestServer server(listening_on({{"127.0.0.1", 0}, {"127.0.0.1", 0}, {"::1", 0}}));
  const auto endpoints = server.endpoints();
  REQUIRE(endpoints.size() == 3);
  CHECK(endpoints[0].port != endpoints[1].port);
  Client alice(endpoints[0].port);
  Client bob(endpoints[1].port);
  Client carol(endpoints[2].port, {.host = "::1"});
  log_in(alice, "alice");
  log_in(bob, "bob");
  log_in(carol, "carol");

  call(alice, "alice", bob, "bob");
  call(bob, "bob", carol, "carol");
  call(carol, "carol", alice, "alice");
}

TEST_CASE("A server that can't have all its addresses does not start", "[listen]") {
  const TestServer other;
  const std::string address = "127.0.0.1:" + std::to_string(other.port());
  std::string said;
  try {
    const TestServer server(listening_on({{"127.0.0.1", 0}, {"127.0.0.1", other.port()}}));
  } catch (const std::runtime_error& error) {
    said = error.what();
  }
  CHECK(said.starts_with("cannot listen on " + address));
}

}  // namespace signalbox::test::listeners_test
