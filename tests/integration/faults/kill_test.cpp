// SPDX-License-Identifier: MIT
#include <algorithm>
#include <csignal>
#include <future>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/program.hpp"

namespace signalbox::test::kill_test {

namespace {

const std::string kMessage = signal_to("bob", "candidate", "1");
const std::string kHeard = signal_from("alice", "candidate", "1");

/// Any load is taken, so that nothing but the kill ends a connection.
std::vector<std::string> serve_at(std::uint16_t port, const TemporaryDirectory& page) {
  return {"--listen",       "127.0.0.1:" + std::to_string(port),
          "--admin-listen", "none",
          "--web-root",     page.path().string(),
          "--message-rate", "0",
          "--max-outbox",   "256MiB"};
}

/// Returns when the server is no more.
void send_until_the_end(RawClient& client) {
  const std::string frame = client_frame(Opcode::text, kMessage);
  while (client.send(frame)) {
  }
}

}  // namespace

TEST_CASE("A server that is killed under load starts again at the same port", "[fault]") {
  const TemporaryDirectory page;
  page.write("index.html", "<!doctype html><title>test</title>");
  std::uint16_t port = 0;  // any, the first time
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    Program program({serve_at(port, page)});
    port = program.port();
    Client bob(port);
    log_in(bob, "bob");
    RawClient alice = raw_logged_in(port, "alice");
    const auto load = std::async(std::launch::async, [&] { send_until_the_end(alice); });
    for (int i = 0; i < 1000; ++i) REQUIRE(bob.receive() == kHeard);

    program.signal(SIGKILL);

    CHECK(program.wait_for_exit() == -SIGKILL);
    const Goodbye goodbye = bob.wait_for_goodbye();
    CHECK(goodbye.code == 0);
    CHECK(std::ranges::all_of(goodbye.messages, [](const auto& text) { return text == kHeard; }));
  }
}

}  // namespace signalbox::test::kill_test
