// SPDX-License-Identifier: MIT
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/resuming.hpp"

namespace signalbox::test::suspended_test {

TEST_CASE("A client that was suspended has missed nothing when it wakes up", "[fault]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.ping_interval = std::chrono::milliseconds(300);
  const TestServer server(settings, kind.poller);
  RawClient alice(server.port());
  alice.upgrade();
  alice.send(client_frame(Opcode::text, kResumableAlice));
  const std::string token = token_of(Json::parse(alice.receive_frame().payload));
  Client bob = logged_in(server, "bob");
  constexpr int kMessages = 20;

  // Its kernel takes what comes; nobody is there to read it, or to answer pings.
  for (int i = 0; i < kMessages; ++i) bob.send(message_to("alice", i));
  REQUIRE(eventually([&] {
    ask(bob, R"({"type":"ping"})");  // or bob would not answer the server's pings either
    return server.log().lines_with("waits for its client") == 1;
  }));
  for (int i = kMessages; i < 2 * kMessages; ++i) bob.send(message_to("alice", i));

  // It wakes up, and finds what its kernel has; the connection has ended behind that.
  std::vector<int> heard;
  for (auto frame = alice.receive_frame(); frame.opcode != 0; frame = alice.receive_frame()) {
    if (frame.opcode == 1) heard.push_back(Json::parse(frame.payload).at("data"));
  }
  CHECK(heard.size() == kMessages);
  Client again(server.port());
  CHECK(ask(again, resume_of(token, heard.size())).at("resumed") == true);
  while (heard.size() < std::size_t{2} * kMessages) {
    heard.push_back(receive_json(again).at("data"));
  }
  for (int i = 0; i < 2 * kMessages; ++i) CHECK(heard[static_cast<std::size_t>(i)] == i);
}

}  // namespace signalbox::test::suspended_test
