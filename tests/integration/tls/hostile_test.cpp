// SPDX-License-Identifier: MIT
#include <algorithm>
#include <csignal>
#include <vector>

#include "support/catch.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"
#include "support/site.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::hostile_test {

using std::chrono::milliseconds;

TEST_CASE("Plain HTTP at the TLS port is told what this port speaks", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto method = GENERATE(as<std::string>(), "GET", "POST", "HEAD", "PUT");
  CAPTURE(kind, method);
  const TestServer server(tls_settings(kind.threads), kind.poller);

  const HttpReply reply = fetch(server.port(), {.method = method});

  CHECK(reply.status == 400);
  if (method != "HEAD") CHECK(reply.body.find("This port speaks HTTPS") != std::string::npos);
  CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("Garbage at the TLS port ends the connection, and no other", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto garbage = GENERATE(std::string(100'000, '\0'), std::string("\x16\x03\x01\xff\xff", 5),
                                std::string("SSH-2.0-OpenSSH_9.2\r\n"));
  CAPTURE(kind, garbage.size());
  const TestServer server(tls_settings(kind.threads), kind.poller);
  RawClient alice = tls_logged_in(server, "alice");
  RawClient mallory(server.port());

  mallory.send(garbage);

  mallory.receive_all();
  say(alice, R"({"type":"?"})");
  CHECK(Json::parse(alice.receive_frame().payload).at("code") == "unknown_type");
}

TEST_CASE("A handshake that takes too long is cut", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto bytes = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{100});
  CAPTURE(kind, bytes);
  Settings settings = tls_settings(kind.threads);
  settings.limits.http_timeout = milliseconds(50);
  settings.limits.close_timeout = milliseconds(50);
  const TestServer server(settings, kind.poller);
  RawClient slow(server.port());

  slow.send(TlsClient().take_ciphertext().substr(0, bytes));

  CHECK(slow.receive_all().empty());
  CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("Who is in does not wait for all who want to be", "[tls][program]") {
  constexpr std::size_t kNewcomers = 200;
  const Site site;
  const TestCertificate certificate({.key_type = "RSA"});  // whose handshakes take longest
  Program program({serve(site.path, {"--threads", "1", "--admin-listen", "127.0.0.1:0",
                                     "--tls-cert", site.write("cert", certificate.pem()),
                                     "--tls-key", site.write("key", certificate.key_pem())})});
  RawClient alice(program.port(), {.tls = TlsClient::Options{}});
  alice.upgrade();
  std::vector<RawClient> newcomers;
  while (newcomers.size() < kNewcomers) newcomers.emplace_back(program.port());
  REQUIRE(metric_becomes(program.admin_port(), "signalbox_connections", kNewcomers + 1));

  // They all come in one turn, alice last.
  program.signal(SIGSTOP);
  for (auto& newcomer : newcomers) newcomer.send(TlsClient().take_ciphertext());
  say(alice, R"({"type":"?"})");
  program.signal(SIGCONT);

  CHECK(Json::parse(alice.receive_frame().payload).at("code") == "unknown_type");
  for (auto& newcomer : newcomers) REQUIRE(newcomer.is_readable(kPatience));
  const auto answered = alice.since_received();
  const auto later = std::ranges::count_if(
      newcomers, [&](const RawClient& newcomer) { return newcomer.since_received() < answered; });
  CHECK(later > static_cast<long>(kNewcomers) / 2);
}

TEST_CASE("What is too much for a client that does not read over TLS is refused", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = tls_settings(kind.threads);
  settings.limits.message_rate = 0;
  const TestServer server(settings, kind.poller);
  RawClient slow = tls_logged_in(server, "slow", {}, 4096);
  RawClient alice = tls_logged_in(server, "alice");
  const std::string large = signal_to("slow", "candidate", '"' + std::string(60'000, 'x') + '"');

  for (int i = 0; i < 250; ++i) say(alice, large);

  say(alice, R"({"type":"?"})");
  std::size_t refused = 0;
  std::string code;
  while (code != "unknown_type") {
    code = Json::parse(alice.receive_frame().payload).at("code");
    REQUIRE((code == "busy" || code == "unknown_type"));
    ++refused;
  }
  CHECK(refused > 1);
  CHECK(server.log().lines_with("ended") == 0);
}

TEST_CASE("A client that takes nothing over TLS is cut in time", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = tls_settings(kind.threads);
  settings.limits.message_rate = 0;
  settings.limits.write_timeout = milliseconds(100);
  settings.limits.outbox_bytes = std::size_t{64} * 1024 * 1024;
  const TestServer server(settings, kind.poller);
  RawClient slow = tls_logged_in(server, "slow", {}, 4096);
  RawClient alice = tls_logged_in(server, "alice");
  const auto is_cut = [&] { return server.log().lines_with("ended: write_timeout") == 1; };
  const std::string large = signal_to("slow", "candidate", '"' + std::string(60'000, 'x') + '"');

  for (int i = 0; i < 200 && !is_cut(); ++i) say(alice, large);

  CHECK(eventually(is_cut));
}

TEST_CASE("Clients above the limit are turned away from a TLS port", "[tls]") {
  Settings settings = tls_settings();
  settings.limits.connections = 1;
  const TestServer server(settings);
  const RawClient first = tls_logged_in(server, "alice");

  RawClient second(server.port());

  CHECK(second.receive_all().empty());
}

}  // namespace signalbox::test::hostile_test
