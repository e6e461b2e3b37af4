// SPDX-License-Identifier: MIT
// Keys that change while the real program runs.
#include <chrono>
#include <csignal>
#include <string>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/program.hpp"
#include "support/signing_key.hpp"

namespace signalbox::test::auth_reload_test {

namespace {

const std::string kOld = "0123456789abcdef0123456789abcdef";
const std::string kNew = "fedcba9876543210fedcba9876543210";

std::string login(const std::string& username, const std::string& secret) {
  using namespace std::chrono;
  const auto exp = duration_cast<seconds>((system_clock::now() + hours(1)).time_since_epoch());
  const Json claims{{"sub", username}, {"exp", exp.count()}};
  return Json{{"type", "login"},
              {"username", username},
              {"token", SigningKey::secret(secret).token("HS256", claims)}}
      .dump();
}

}  // namespace

TEST_CASE("SIGHUP reads keys again, and whoever is in stays", "[auth][reload]") {
  const TemporaryDirectory folder;
  folder.write("index.html", "<title>test</title>");
  const std::string file = folder.write("key", kOld).string();
  Program program({serve(folder.path().string(), {"--jwt-key-file", file, "--threads", "2"})});
  Client alice(program.port());
  REQUIRE(ask(alice, login("alice", kOld)).at("success") == true);

  folder.write("key", kNew);
  program.signal(SIGHUP);
  REQUIRE(program.says("reload: no option has changed"));

  // One of each thread.
  for (const char* const name : {"bob", "carol"}) {
    Client client(program.port());
    CHECK(ask(client, login(name, kOld)).at("error").at("message") ==
          "the token is not signed with this server's key");
    CHECK(ask(client, login(name, kNew)).at("success") == true);
  }
  CHECK(ask(alice, R"({"type":"ping"})").at("type") == "pong");
}

TEST_CASE("A key that can't be used changes nothing on SIGHUP", "[auth][reload]") {
  const TemporaryDirectory folder;
  folder.write("index.html", "<title>test</title>");
  const std::string file = folder.write("key", kOld).string();
  Program program({serve(folder.path().string(), {"--jwt-key-file", file})});
  const std::uint16_t port = program.port();

  folder.write("key", "short");
  program.signal(SIGHUP);

  CHECK(program.says("reload: all settings stay as they are: " + file + ": a secret has 32 bytes"));
  Client alice(port);
  CHECK(ask(alice, login("alice", kOld)).at("success") == true);
}

TEST_CASE("A key that can't be used is found before the start", "[auth][reload]") {
  const TemporaryDirectory folder;
  const std::string file = folder.write("key", "short").string();
  folder.write("index.html", "<title>test</title>");
  Program program({serve(folder.path().string(), {"--jwt-key-file", file, "--check-config"})});
  CHECK(program.wait_for_exit() == 1);
  CHECK(program.says(file + ": a secret has 32 bytes"));
}

}  // namespace signalbox::test::auth_reload_test
