// SPDX-License-Identifier: MIT
#include <algorithm>
#include <future>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test::crowded_out_test {

namespace {

/// Some twenty are the program's own, and sixteen are kept.
constexpr rlim_t kOpenFiles = 64;

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

bool is_in(RawClient& client) {
  return client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 ");
}

}  // namespace

TEST_CASE("Without descriptors for more clients, the program serves those it has, and its operator",
          "[crowded]") {
  const TemporaryDirectory site;
  site.write("index.html", "<title>test</title>");
  site.write("later.html", "not read before");
  Program program(
      {serve(site.path().string(), {"--threads", "2", "--login-timeout", "5m", "--http-timeout",
                                    "5m", "--admin-listen", "127.0.0.1:0"}),
       kOpenFiles});
  Client alice(program.port());
  log_in(alice, "alice");
  Client page(program.port());
  RawClient reader(program.port());

  std::vector<RawClient> clients = crowd(program.port());

  const auto in = static_cast<std::size_t>(std::ranges::count_if(clients, is_in));
  CHECK(in > 0);
  CHECK(in < clients.size());
  CHECK(program.says("limits: " + std::to_string(in + 3) + " connections (64 open files)"));
  const auto turned_away = static_cast<double>(clients.size() - in);
  CHECK(read_metrics(program.admin_port())[hits_of("open-files")] == turned_away);
  reader.send(text_of({.target = "/later.html"}));
  CHECK(receive_reply(reader).body == "not read before");
  CHECK(ask(alice, signal_to("ghost", "offer", "1")).at("code") == "user_unavailable");

  clients.clear();

  CHECK(eventually([&] {
    RawClient again(program.port());
    again.send(upgrade_request());
    return is_in(again);
  }));
  CHECK(program.errors().find("cannot accept clients") == std::string::npos);
}

TEST_CASE("A client that no descriptor is left for waits until there is one", "[crowded]") {
  const TemporaryDirectory site;
  site.write("index.html", "<title>test</title>");
  Program program({serve(site.path().string(), {"--threads", "1"})});
  Client alice(program.port());
  log_in(alice, "alice");
  program.limit_descriptors(program.next_descriptor());

  RawClient bob(program.port());
  bob.send(upgrade_request());

  CHECK(program.says("cannot accept clients: Too many open files; they wait."));
  CHECK(ask(alice, signal_to("ghost", "offer", "1")).at("code") == "user_unavailable");

  program.limit_descriptors(kOpenFiles);

  CHECK(is_in(bob));
  CHECK(program.says("accepting clients again"));
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

}  // namespace signalbox::test::crowded_out_test
