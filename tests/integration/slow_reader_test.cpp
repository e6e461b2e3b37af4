// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/conversation.hpp"
#include "support/raw_client.hpp"

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

/// Logged in as `username`, and does not read from then on.
RawClient sleeper(const TestServer& server, const std::string& username) {
  RawClient client(server.port(), {.receive_buffer = kSmallBuffer});
  client.upgrade();
  client.send(client_frame(Opcode::text, login_of(username)));
  if (!Json::parse(client.receive_frame().payload).at("success").get<bool>()) {
    throw std::runtime_error("login");
  }
  return client;
}

const std::string kLarge = signal_to("slow", "candidate", '"' + std::string(kPayload, 'x') + '"');

bool is_cut(const TestServer& server) { return server.log().lines_with("ended: slow_client") == 1; }

}  // namespace

TEST_CASE("A client that does not read is cut, and nobody else is disturbed", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  RawClient slow = sleeper(server, "slow");
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
  // It is cut without a word: no frame of goodbye fits behind what waits.
  CHECK_FALSE(slow.receive_all().ends_with("timeout"));
  CHECK(server.logged_in() == 3);
}

TEST_CASE("A client that takes nothing for the write timeout is cut", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = fast_settings(kind.threads);
  settings.limits.write_timeout = std::chrono::milliseconds(100);
  settings.limits.outbox_bytes = 64UL * 1024 * 1024;
  const TestServer server(settings, kind.poller);
  const RawClient slow = sleeper(server, "slow");
  Client alice = logged_in(server, "alice");

  for (int i = 0; i < 200; ++i) alice.send(kLarge);

  CHECK(eventually([&] { return server.log().lines_with("ended: write_timeout") == 1; }));
}
