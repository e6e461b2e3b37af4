// SPDX-License-Identifier: MIT
#include <optional>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::slow_reader_test {

namespace {

constexpr int kSmallBuffer = 4096;

/// More than fits into any socket's buffers.
constexpr std::size_t kPayload = 60'000;
constexpr int kMessages = 1000;
constexpr int kEnough = 250;

Settings fast_settings(unsigned threads) {
  Settings settings = test_settings(threads);
  settings.limits.message_rate = 0;
  return settings;
}

const std::string kLarge = signal_to("slow", "candidate", '"' + std::string(kPayload, 'x') + '"');

std::optional<TlsClient::Options> client_tls(bool has_tls) {
  return has_tls ? std::optional<TlsClient::Options>(std::in_place) : std::nullopt;
}

bool is_cut(const TestServer& server) { return server.log().lines_with("ended: slow_client") == 1; }

/// Until `sender` is told that this receiver has no room for more.
void flood(Client& sender, const std::string& message) {
  for (int i = 0; i < kEnough; ++i) sender.send(message);
  REQUIRE(receive_json(sender).at("code") == "busy");
}

}  // namespace

TEST_CASE("What is too much for a client that does not read is refused, and disturbs nobody else",
          "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");
  slow.send(client_frame(Opcode::text, signal_to("carol", "offer", "1")));
  CHECK(carol.receive() == signal_from("slow", "offer", "1"));

  flood(alice, kLarge);

  call(carol, "carol", bob, "bob");
  CHECK_FALSE(is_cut(server));
  // With her it has a call, and there is room left for her.
  const Json ack =
      ask(carol, R"({"type":"message","otherUsername":"slow","data":1,"id":1,"ack":true})");
  CHECK(ack.at("result") == "delivered");
  CHECK(server.logged_in() == 4);
  CHECK(read_metrics(server.admin_port())[hits_of("max-outbox")] > 0);
}

TEST_CASE("A flood costs a client that reads slowly nothing", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(fast_settings(kind.threads), kind.poller);
  RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");

  flood(alice, kLarge);

  slow.send(client_frame(Opcode::text, R"({"type":"ping"})"));
  std::string last;
  while (last != R"({"type":"pong"})") last = slow.receive_frame().payload;
  CHECK(server.logged_in() == 2);
  CHECK(server.log().lines_with("ended") == 0);
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
  CHECK(metric_becomes(server.admin_port(), hits_of("write-timeout"), 1));
}

TEST_CASE("More messages than may wait for a client are refused", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = fast_settings(kind.threads);
  settings.limits.outbox_bytes = 64UL * 1024 * 1024;
  settings.limits.outbox_messages = 16;
  const TestServer server(settings, kind.poller);
  const RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");

  flood(alice, kLarge);

  call(carol, "carol", bob, "bob");
  CHECK(read_metrics(server.admin_port())[hits_of("max-outbox-messages")] > 0);
}

TEST_CASE("A client that asks without reading is cut", "[slow]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = fast_settings(kind.threads);
  settings.limits.outbox_messages = 16;
  const TestServer server(settings, kind.poller);
  RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  const std::string ask =
      client_frame(Opcode::text, R"({"type":"ping","id":")" + std::string(100, 'x') + R"("})");
  std::string many;
  for (int i = 0; i < kMessages; ++i) many += ask;

  for (int i = 0; i < kMessages && !is_cut(server); ++i) slow.send(many);

  CHECK(eventually([&] { return is_cut(server); }));
  CHECK(metric_becomes(server.admin_port(), hits_of("max-outbox-messages"), 1));
}

TEST_CASE("More at once than may wait reaches a client that takes it at once", "[slow]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  const bool has_tls = GENERATE(false, true);
  CAPTURE(has_tls);
  constexpr int kAtOnce = 500;
  Settings settings = has_tls ? tls_settings(1) : test_settings(1);
  settings.limits.outbox_messages = 16;
  const TestServer server(settings, poller);
  const RawClient::Options options{.tls = client_tls(has_tls)};
  RawClient alice = raw_logged_in(server, "alice", options);
  RawClient bob = raw_logged_in(server, "bob", options);
  std::string all;
  for (int i = 0; i < kAtOnce; ++i) {
    all += client_frame(Opcode::text, signal_to("bob", "candidate", std::to_string(i)));
  }

  alice.send(all);

  for (int i = 0; i < kAtOnce; ++i) {
    REQUIRE(bob.receive_frame().payload == signal_from("alice", "candidate", std::to_string(i)));
  }
}

TEST_CASE("When too much waits for all, the one for which most does is cut", "[slow]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  constexpr std::size_t kMemory = 16UL * 1024 * 1024;
  // More than the kernel takes, and less than the bound.
  constexpr int kHalf = 240;
  static_assert(kHalf * kPayload < kMemory);
  Settings settings = fast_settings(1);
  // A stranger may fill a quarter of it.
  settings.limits.outbox_bytes = 4 * kMemory;
  settings.limits.outbox_messages = 1'000'000;
  settings.limits.outbox_memory = kMemory;
  settings.limits.write_timeout = std::chrono::minutes(5);
  const TestServer server(settings, poller);
  const RawClient slow = raw_logged_in(server, "slow", {.receive_buffer = kSmallBuffer});
  RawClient late = raw_logged_in(server, "late", {.receive_buffer = kSmallBuffer});
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  for (int i = 0; i < kHalf; ++i) alice.send(kLarge);
  call(alice, "alice", bob, "bob");
  CHECK_FALSE(is_cut(server));
  CHECK(read_metrics(server.admin_port())["signalbox_outbox_bytes"] > kPayload);

  int sent = 0;
  for (; sent < kMessages && !is_cut(server); ++sent) {
    alice.send(signal_to("late", "candidate", '"' + std::string(kPayload, 'x') + '"'));
    call(alice, "alice", bob, "bob");
  }

  REQUIRE(is_cut(server));
  CHECK(ask(alice, kLarge).at("code") == "user_unavailable");
  for (int i = 0; i < sent; ++i) REQUIRE(late.receive_frame().payload.size() > kPayload);
  CHECK(server.logged_in() == 3);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-outbox-memory"), 1));
  CHECK(metric_becomes(server.admin_port(), "signalbox_outbox_bytes", 0));
}

}  // namespace signalbox::test::slow_reader_test
