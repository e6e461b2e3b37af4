// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::silent_crowd_test {

TEST_CASE("Two thousand clients that never speak don't keep two others from a call", "[fault]") {
  constexpr std::size_t kSilent = 2000;
  Settings settings = test_settings();
  settings.limits.http_timeout = std::chrono::milliseconds(1500);
  const TestServer server(settings);
  std::vector<RawClient> silent;
  for (std::size_t i = 0; i < kSilent; ++i) silent.emplace_back(server.port());

  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(alice, "alice", bob, "bob");

  // They are sent away one after the other; the call goes on.
  REQUIRE(eventually([&] { return server.connections() == 2; }));
  for (RawClient& client : silent) CHECK(client.receive_all().empty());
  alice.send(signal_to("bob", "close", "null"));
  CHECK(bob.receive() == R"({"type":"close","username":"alice"})");
}

}  // namespace signalbox::test::silent_crowd_test
