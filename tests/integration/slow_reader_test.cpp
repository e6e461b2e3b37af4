// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr int kSmallBuffer = 4096;

/// More than fits into any socket's buffers.
constexpr std::size_t kPayload = 60'000;
constexpr int kMessages = 1000;

Settings fast_settings(unsigned threads) {
  Settings settings = test_settings(threads);
  settings.limits.message_rate = 0;
  return settings;
}

const std::string kLarge = signal_to("slow", "candidate", '"' + std::string(kPayload, 'x') + '"');

bool is_cut(const TestServer& server) { return server.log().lines_with("ended: slow_client") == 1; }

}  // namespace

TEST_CASE("A client that does not read is cut, and nobody else is disturbed", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  slow.send(client_frame(Opcode::text, signal_to("carol", "offer", "1")));
  CHECK(carol.receive() == signal_from("slow", "offer", "1"));

  for (int i = 0; i < kMessages && !is_cut(server); ++i) alice.send(kLarge);

  REQUIRE(eventually([&] { return is_cut(server); }));
  CHECK(ask(alice, kLarge).at("code") == "user_unavailable");
  CHECK(carol.receive() == R"({"type":"close","reason":"timeout","username":"slow"})");
  call(carol, "carol", bob, "bob");
  CHECK(server.logged_in() == 3);
}

TEST_CASE("A client that takes nothing for the write timeout is cut", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = fast_settings(kind.threads);
  settings.limits.write_timeout = std::chrono::milliseconds(100);
  settings.limits.outbox_bytes = 64UL * 1024 * 1024;
  const TestServer server(settings, kind.poller);
  const RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");

  for (int i = 0; i < 200; ++i) alice.send(kLarge);

  CHECK(eventually([&] { return server.log().lines_with("ended: write_timeout") == 1; }));
}
