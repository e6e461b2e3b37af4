// SPDX-License-Identifier: MIT
// Messages that are begun and never ended, and what may be said before a login.
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/raw_client.hpp"

namespace signalbox::test::unfinished_test {

TEST_CASE("A message before the login is short", "[unfinished]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(test_settings(kind.threads), kind.poller);
  Client stranger(server.port());
  const std::string padding(Limits::kBytesBeforeLogin, 'x');
  const std::string login = Json{{"type", "login"}, {"username", "alice"}, {"x", padding}}.dump();

  const Json answer = ask(stranger, login);

  CHECK(answer.at("code") == "too_large");
  CHECK(answer.at("message").get<std::string>().find("before the login") != std::string::npos);
  log_in(stranger, "alice");
  Client bob = logged_in(server, "bob");
  stranger.send(message_to("bob", padding));
  CHECK(receive_json(bob).at("data") == padding);
}

TEST_CASE("Messages that are never ended cost so much memory at most, and nobody else anything",
          "[unfinished]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  constexpr int kStrangers = 64;
  Settings settings = test_settings(kind.threads);
  settings.limits.outbox_memory = std::size_t{256} * 1024;
  const TestServer server(settings, kind.poller);
  Client alice = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  std::vector<RawClient> strangers;
  std::string begun = client_frame(Opcode::text, std::string(15'000, 'x'));
  begun.resize(begun.size() - 1);

  for (int i = 0; i < kStrangers; ++i) {
    strangers.emplace_back(server.port());
    strangers.back().upgrade();
    strangers.back().send(begun);
  }

  CHECK(eventually([&] { return server.connections() < 2 + kStrangers / 2; }));
  CHECK(read_metrics(server.admin_port())[hits_of("max-outbox-memory")] > 0);
  call(alice, "alice", bob, "bob");
}

}  // namespace signalbox::test::unfinished_test
