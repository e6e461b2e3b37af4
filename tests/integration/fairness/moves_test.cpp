// SPDX-License-Identifier: MIT
// No move to another thread gives a client what it has spent.
#include <chrono>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"

namespace signalbox::test::moves_test {

namespace {

/// With the token of a session that is not there, on this thread.
std::string login_as_taken(int thread) {
  const std::string token = std::to_string(thread) + "-0-1-00000000000000000000000000000000";
  return Json{
      {"type", "login"}, {"username", "taken"}, {"resume", {{"token", token}, {"received", 0}}}}
      .dump();
}

}  // namespace

TEST_CASE("Logins with made-up tokens come to an end", "[fairness]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  Settings settings = test_settings(2);
  settings.limits.message_rate = 1;
  settings.limits.message_burst = 10;
  settings.limits.error_burst = 5;
  const TestServer server(settings, poller);
  const Client taken = logged_in(server, "taken");
  Client mallory(server.port());

  for (int i = 0; i < 100; ++i) mallory.send(login_as_taken(i % 2));
  const Goodbye goodbye = mallory.wait_for_goodbye();

  CHECK(goodbye.code == 1008);
  // The burst, the errors, and what a slow machine earns meanwhile.
  CHECK(goodbye.messages.size() >= 10);
  CHECK(goodbye.messages.size() < 40);
}

TEST_CASE("Who moves between threads without a login has no more time for it", "[fairness]") {
  Settings settings = test_settings(2);
  settings.limits.login_timeout = std::chrono::milliseconds(200);
  settings.limits.message_rate = 0;
  const TestServer server(settings);
  const Client taken = logged_in(server, "taken");
  RawClient mallory(server.port());
  mallory.upgrade();

  ServerFrame last;
  for (int i = 0; last.opcode != 8 && i < 200'000; ++i) {
    mallory.send(client_frame(Opcode::text, login_as_taken(i % 2)));
    last = mallory.receive_frame();
  }

  CHECK(last.close_code() == 1008);
  CHECK(last.payload.find("no login in time") != std::string::npos);
}

}  // namespace signalbox::test::moves_test
