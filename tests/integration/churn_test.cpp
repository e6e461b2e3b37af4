// SPDX-License-Identifier: MIT
#include <array>
#include <future>
#include <random>

#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::churn_test {

namespace {

constexpr int kActors = 4;
constexpr int kRounds = 60;
constexpr std::array<const char*, 3> kNames{"alice", "bob", "carol"};

/// What can be said to a client that may or may not be there.
constexpr std::array kTypes{"offer", "answer", "candidate", "close"};

/// Comes, takes a name that others want too, talks to whoever has the others, and goes in some
/// way. Gives how many messages it has heard; throws at one that is no JSON.
int live(std::uint16_t port, std::minstd_rand& random) {
  Client client(port);
  const std::string name = kNames[random() % kNames.size()];
  client.send(login_of(name));
  int heard = 1;
  if (receive_json(client).at("success") == true) {
    for (int i = 0; i < 8; ++i) {
      client.send(signal_to(kNames[random() % kNames.size()], kTypes[random() % kTypes.size()],
                            R"({"sdp":"v=0"})"));
    }
    // The last one's answer: everything before it has been heard.
    client.send(R"({"type":"done"})");
    for (bool is_done = false; !is_done; ++heard) {
      is_done = receive_json(client).value("code", "") == "unknown_type";
    }
  }
  switch (random() % 3) {
    case 0:
      client.close();
      break;
    case 1:
      client.reset();
      break;
    default:
      break;  // without a word
  }
  return heard;
}

int live_often(std::uint16_t port, unsigned seed) {
  std::minstd_rand random(seed);
  int heard = 0;
  for (int round = 0; round < kRounds; ++round) heard += live(port, random);
  return heard;
}

}  // namespace

TEST_CASE("Clients that come, call and go at the same time leave nothing behind", "[churn]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client witness = logged_in(server, "witness");

  std::vector<std::future<int>> actors;
  for (unsigned actor = 0; actor < kActors; ++actor) {
    actors.push_back(std::async(std::launch::async, live_often, server.port(), actor + 1));
  }
  for (auto& actor : actors) CHECK(actor.get() >= kRounds);

  CHECK(eventually([&] { return server.connections() == 1; }));
  CHECK(server.logged_in() == 1);
  CHECK(ask(witness, signal_to("alice", "offer", "1")).at("code") == "user_unavailable");
  for (const char* name : kNames) {
    Client heir = logged_in(server, name);
    call(heir, name, witness, "witness");
    heir.close();
    CHECK(receive_json(witness).at("reason") == "gone");
  }
}

}  // namespace signalbox::test::churn_test
