// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::crowd_test {

namespace {

constexpr std::size_t kClients = 1000;

std::string name_of(std::size_t number) { return "client " + std::to_string(number); }

/// Each client's partner: neighbours, and so on different threads.
std::size_t partner_of(std::size_t number) { return number ^ 1U; }

}  // namespace

TEST_CASE("A thousand clients log in, call each other and leave, and nothing is lost", "[crowd]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  std::vector<Client> clients;
  for (std::size_t i = 0; i < kClients; ++i) clients.emplace_back(server.port());

  // Everybody speaks before anybody listens.
  for (std::size_t i = 0; i < kClients; ++i) clients[i].send(login_of(name_of(i)));
  for (Client& client : clients) REQUIRE(receive_json(client).at("success") == true);
  REQUIRE(server.logged_in() == kClients);

  for (std::size_t i = 0; i < kClients; i += 2) {
    clients[i].send(signal_to(name_of(partner_of(i)), "offer", std::to_string(i)));
  }
  for (std::size_t i = 1; i < kClients; i += 2) {
    REQUIRE(clients[i].receive() ==
            signal_from(name_of(partner_of(i)), "offer", std::to_string(partner_of(i))));
    clients[i].send(R"({"type":"answer","answer":)" + std::to_string(i) + "}");
  }
  for (std::size_t i = 0; i < kClients; i += 2) {
    REQUIRE(clients[i].receive() ==
            signal_from(name_of(partner_of(i)), "answer", std::to_string(partner_of(i))));
  }

  // One of each pair goes, the other hears of it and goes too.
  for (std::size_t i = 0; i < kClients; i += 2) {
    i % 4 == 0 ? clients[i].close() : clients[i].reset();
  }
  for (std::size_t i = 1; i < kClients; i += 2) {
    REQUIRE(clients[i].receive() ==
            R"({"type":"close","reason":"gone","username":")" + name_of(partner_of(i)) + "\"}");
    clients[i].close();
  }
  CHECK(eventually([&] { return server.connections() == 0; }));
  CHECK(server.logged_in() == 0);
}

TEST_CASE("Many want one name, and one gets it", "[crowd]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  std::vector<Client> clients;
  for (int i = 0; i < 100; ++i) clients.emplace_back(server.port());

  for (Client& client : clients) client.send(login_of("alice"));

  int given = 0;
  for (Client& client : clients) given += receive_json(client).at("success") == true ? 1 : 0;
  CHECK(given == 1);
}

}  // namespace signalbox::test::crowd_test
