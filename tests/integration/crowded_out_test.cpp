// SPDX-License-Identifier: MIT
#include <algorithm>
#include <future>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// Some twenty are the program's own: those who wait find room when those who are in have gone.
constexpr rlim_t kOpenFiles = 64;
constexpr std::string_view kShortage = "cannot accept clients";

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// Clients that have asked for an upgrade, more than there are descriptors for.
std::vector<RawClient> crowd(std::uint16_t port) {
  std::vector<RawClient> clients;
  for (rlim_t i = 0; i < kOpenFiles; ++i) {
    clients.emplace_back(port);
    clients.back().send(upgrade_request());
  }
  return clients;
}

/// How many of `tries` were turned away with a hint when to come again.
std::size_t hammer(std::uint16_t port, int tries) {
  std::size_t turned_away = 0;
  for (int i = 0; i < tries; ++i) {
    const std::string answer = RawClient(port).receive_all();
    if (answer.starts_with("HTTP/1.1 503 ")) turned_away += count(answer, "\r\nRetry-After: ");
  }
  return turned_away;
}

bool is_in(RawClient& client) { return client.is_readable(std::chrono::milliseconds(0)); }

}  // namespace

TEST_CASE("Out of descriptors, the program serves those it has and takes others later",
          "[crowded]") {
  const TemporaryDirectory site;
  Program program({serve(site.path().string(), {"--threads", "1", "--login-timeout", "5m",
                                                "--admin-listen", "127.0.0.1:0"}),
                   kOpenFiles});
  Client alice(program.port());
  log_in(alice, "alice");

  std::vector<RawClient> clients = crowd(program.port());
  REQUIRE(program.says(kShortage));

  // Many turns of the loop, in some of which accepting is tried again.
  for (int i = 0; i < 200; ++i) {
    CHECK(ask(alice, signal_to("ghost", "offer", "1")).at("code") == "user_unavailable");
  }
  CHECK(count(program.errors(), kShortage) == 1);
  const auto waiting = std::ranges::find_if_not(clients, is_in);
  REQUIRE(waiting != clients.begin());
  REQUIRE(waiting != clients.end());

  clients.erase(clients.begin(), waiting);

  for (RawClient& client : clients) {
    CHECK(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  }
  CHECK(program.says("accepting clients again"));
  CHECK(read_metrics(program.admin_port())[hits_of("open-files")] >= 1);
  CHECK(ask(alice, R"({"type":"?"})").at("code") == "unknown_type");
}

TEST_CASE("Clients above the limit are turned away with 503", "[crowded]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.connections = 3;
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  Client carol = logged_in(server, "carol");

  RawClient dave(server.port());
  const std::string answer = dave.receive_all();

  CHECK(answer.starts_with("HTTP/1.1 503 "));
  CHECK(answer.find("Retry-After: ") != std::string::npos);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-connections"), 1));
  call(alice, "alice", bob, "bob");
  carol.close();
  CHECK(eventually([&] { return server.connections() == 2; }));
  Client again(server.port());
  CHECK(ask(again, login_of("dave")).at("success") == true);
}

TEST_CASE("While many are turned away, those who are in are served", "[crowded]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  constexpr int kTries = 300;
  Settings settings = test_settings(kind.threads);
  settings.limits.connections = 2;
  settings.limits.message_rate = 0;
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");

  auto first = std::async(std::launch::async, hammer, server.port(), kTries);
  auto second = std::async(std::launch::async, hammer, server.port(), kTries);
  const auto is_over = [](const auto& result) {
    return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  };
  do {
    call(alice, "alice", bob, "bob");
  } while (!is_over(first) || !is_over(second));

  CHECK(first.get() == kTries);
  CHECK(second.get() == kTries);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-connections"), 2 * kTries));
  CHECK(server.connections() == 2);
}
