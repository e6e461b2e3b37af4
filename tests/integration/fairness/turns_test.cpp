// SPDX-License-Identifier: MIT
// Whatever one client sends, others have their turn.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/temporary_directory.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::turns_test {

namespace {

constexpr std::size_t kAttackers = 20;
constexpr const char* kPing = R"({"type":"ping"})";

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// What a client sends at once, all of which it may, and how it learns that this was all looked at.
struct Flood {
  const char* name;
  std::string bytes;
  bool is_web_socket;
  std::string last_answer;
};

std::ostream& operator<<(std::ostream& out, const Flood& flood) { return out << flood.name; }

std::vector<Flood> floods() {
  constexpr std::size_t kRequests = 300;
  constexpr std::size_t kMessages = 500;
  constexpr std::size_t kFrames = 9000;
  const std::string last = client_frame(Opcode::text, R"({"type":"ping","id":"last"})");
  const std::string end = R"("last")";
  const std::string last_status = "HTTP/1.1 404";
  return {
      {"requests", times(kRequests, text_of({.target = "/healthz"})) + text_of({.target = "/last"}),
       false, last_status},
      {"requests for what is no page",
       times(kRequests, text_of({.target = "/ws"})) + text_of({.target = "/last"}), false,
       last_status},
      {"requests without an answer's body",
       times(kRequests, text_of({.method = "HEAD"})) + text_of({.target = "/last"}), false,
       last_status},
      {"pings", times(kFrames, client_frame(Opcode::ping, "")) + last, true, end},
      {"pongs", times(kFrames, client_frame(Opcode::pong, "")) + last, true, end},
      {"empty fragments",
       client_frame(Opcode::text, R"({"type":"ping","id":"last"})", Fin::no) +
           times(kFrames, client_frame(Opcode::continuation, "", Fin::no)) +
           client_frame(Opcode::continuation, ""),
       true, end},
      {"short messages", times(kMessages, client_frame(Opcode::text, kPing)) + last, true, end},
  };
}

RawClient connect(const TestServer& server, const Flood& flood, bool has_tls) {
  RawClient::Options options;
  if (has_tls) options.tls.emplace();
  if (!flood.is_web_socket) return {server.port(), options};
  return raw_logged_in(server, "attacker" + std::to_string(server.connections()), options);
}

/// Of the one that has received something last.
std::chrono::milliseconds since_last_received(const std::vector<RawClient>& clients) {
  auto since = std::chrono::milliseconds::max();
  for (const RawClient& client : clients) since = std::min(since, client.since_received());
  return since;
}

}  // namespace

TEST_CASE("Who sends all that he may at once is not served before all others", "[fairness]") {
  const bool has_tls = GENERATE(false, true);
  const Flood flood = GENERATE(from_range(floods()));
  CAPTURE(has_tls, flood);
  const TestServer server(has_tls ? tls_settings(1) : test_settings(1));
  RawClient::Options options;
  if (has_tls) options.tls.emplace();
  RawClient alice = raw_logged_in(server, "alice", options);
  RawClient bob = raw_logged_in(server, "bob", options);
  std::vector<RawClient> attackers;
  for (std::size_t i = 0; i < kAttackers; ++i) attackers.push_back(connect(server, flood, has_tls));

  for (RawClient& attacker : attackers) REQUIRE(attacker.send(flood.bytes));
  alice.send(client_frame(Opcode::text, signal_to("bob", "candidate", "1")));

  CHECK(bob.receive_frame().payload == signal_from("alice", "candidate", "1"));
  // All that the attackers may have is theirs, later.
  for (RawClient& attacker : attackers) {
    CHECK(attacker.receive_until(flood.last_answer).ends_with(flood.last_answer));
  }
  CHECK(bob.since_received() >= since_last_received(attackers));
  CHECK(server.connections() == kAttackers + 2);
}

TEST_CASE("Who sends pings, pongs or fragments without end is slowed down, then closed with 1008",
          "[fairness]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  const auto frame =
      GENERATE(as<std::string>(), client_frame(Opcode::ping, "who is there?"),
               client_frame(Opcode::pong, ""), client_frame(Opcode::continuation, "", Fin::no));
  constexpr std::size_t kBurst = 10;
  constexpr std::size_t kFramesOfMessage = 10;
  Settings settings = test_settings(1);
  settings.limits.message_rate = 100;
  settings.limits.message_burst = kBurst;
  settings.limits.error_burst = 12;
  const TestServer server(settings, poller);
  RawClient alice = raw_logged_in(server, "alice");
  RawClient mallory = raw_logged_in(server, "mallory");

  mallory.send(client_frame(Opcode::text, " ", Fin::no) + times(20'000, frame));

  alice.send(client_frame(Opcode::text, kPing));
  CHECK(Json::parse(alice.receive_frame().payload).at("type") == "pong");
  ServerFrame last;
  std::size_t refused = 0;
  std::size_t answered = 0;
  do {
    last = mallory.receive_frame();
    if (last.opcode == 10) ++answered;
    if (last.opcode != 1) continue;
    CHECK(Json::parse(last.payload).at("code") == "rate_limited");
    ++refused;
  } while (last.opcode != 8);
  CHECK(last.close_code() == 1008);
  CHECK(refused >= 6);
  if (answered != 0) CHECK(answered >= (kBurst - 2) * kFramesOfMessage);
  CHECK(metric_becomes(server.admin_port(), hits_of("error-burst"), 1));
}

TEST_CASE("Who pings each second is welcome, however few messages he may send", "[fairness]") {
  Settings settings = test_settings(1);
  settings.limits.message_rate = 1;
  settings.limits.message_burst = 3;
  const TestServer server(settings);
  RawClient alice = raw_logged_in(server, "alice");

  for (int i = 0; i < 10; ++i) {
    alice.send(client_frame(Opcode::ping, "?"));
    CHECK(alice.receive_frame().payload == "?");
  }
}

TEST_CASE("Requests over the rate of a connection are answered later", "[fairness]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  const TestServer server(test_settings(1), poller);
  RawClient mallory(server.port());
  constexpr int kBurst = 1000;

  mallory.send(times(kBurst + 10, text_of({.target = "/healthz"})));

  CHECK(get(server.port(), "/healthz").status == 200);
  for (int i = 0; i < kBurst + 10; ++i) REQUIRE(receive_reply(mallory).body == "ok\n");
}

TEST_CASE("Of a file that a client takes as fast as it comes others do not wait for the end",
          "[fairness]") {
  const TemporaryDirectory site;
  site.write("large.txt", std::string(2'000'000, 'x'));
  Settings settings = test_settings(1);
  settings.web_root = site.path();
  const TestServer server(settings);
  RawClient alice = raw_logged_in(server, "alice");
  std::vector<RawClient> readers;
  for (std::size_t i = 0; i < kAttackers; ++i) {
    readers.emplace_back(server.port(), RawClient::Options{.receive_buffer = 8 << 20});
  }

  for (RawClient& reader : readers) reader.send(text_of({.target = "/large.txt"}));
  alice.send(client_frame(Opcode::text, kPing));

  CHECK(Json::parse(alice.receive_frame().payload).at("type") == "pong");
  for (RawClient& reader : readers) CHECK(receive_reply(reader).body.size() == 2'000'000);
  CHECK(alice.since_received() >= since_last_received(readers));
}

}  // namespace signalbox::test::turns_test
