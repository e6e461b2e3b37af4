// SPDX-License-Identifier: MIT
// Addresses that fail to say who they are.
#include <csignal>
#include <string>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/program.hpp"

namespace signalbox::test::failures_test {

namespace {

/// Any address of this computer's is a proxy's.
constexpr AddressRange kLoopback{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127}, 104};
const std::string kHere = "X-Forwarded-For: 192.0.2.1\r\n";
const std::string kElsewhere = "X-Forwarded-For: 192.0.2.2\r\n";

/// Where a server's key is.
struct Keys {
  std::string login(const std::string& username, const Json& more = Json::object()) const {
    Json login{{"type", "login"},
               {"username", username},
               {"token", auth::mint_jwt({.key_file = secret,
                                         .username = username,
                                         .lifetime = std::chrono::hours(1),
                                         .audience = "",
                                         .issuer = ""})}};
    login.update(more);
    return login.dump();
  }

  TemporaryDirectory folder;
  std::string secret = folder.write("secret", "0123456789abcdef0123456789abcdef").string();
};

/// One guess, over a connection of its own.
std::string code_for(std::uint16_t port, const std::string& login,
                     const std::string& from = kHere) {
  RawClient client(port);
  client.upgrade(from);
  client.send(client_frame(Opcode::text, login));
  const Json answer = Json::parse(client.receive_frame().payload);
  return answer.at("success") == true ? "" : answer.at("error").at("code").get<std::string>();
}

const std::string kGuess =
    Json{{"type", "login"}, {"username", "alice"}, {"token", "a.b.c"}}.dump();

}  // namespace

TEST_CASE("An address that guesses tokens is refused even with a good one, and no other is",
          "[auth][address]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const Keys keys;
  Settings settings = test_settings(kind.threads);
  settings.jwt = {.is_required = true, .key_files = {keys.secret}, .audience = "", .issuer = ""};
  settings.limits.address_login_failures = 2;
  settings.proxies.trusted = {kLoopback};
  const TestServer server(settings, kind.poller);
  Client alice(server.port());
  const Json first = ask(alice, keys.login("alice", {{"resume", true}}));
  for (int i = 0; i < 2; ++i) CHECK(code_for(server.port(), kGuess) == "unauthorized");

  CHECK(code_for(server.port(), keys.login("bob")) == "rate_limited");
  CHECK(code_for(server.port(), kGuess) == "rate_limited");

  CHECK(code_for(server.port(), keys.login("bob"), kElsewhere).empty());
  CHECK(metric_becomes(server.admin_port(), hits_of("login-failure-rate"), 2));
  CHECK(read_metrics(server.admin_port()).at(hits_of("login-rate")) == 0);
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 0}}}};
  CHECK(code_for(server.port(), keys.login("alice", resume)).empty());
}

TEST_CASE("A proxy that is not trusted is not refused for what its clients do", "[auth][address]") {
  const Keys keys;
  Settings settings = test_settings();
  settings.jwt = {.is_required = true, .key_files = {keys.secret}, .audience = "", .issuer = ""};
  settings.limits.address_login_failures = 1;
  const TestServer server(settings);
  for (int i = 0; i < 3; ++i) CHECK(code_for(server.port(), kGuess) == "unauthorized");
  CHECK(code_for(server.port(), keys.login("bob")).empty());
}

TEST_CASE("Where everybody may log in no login fails", "[auth][address]") {
  Settings settings = test_settings();
  settings.limits.address_login_failures = 1;
  const TestServer server(settings);
  const Client alice = logged_in(server, "alice");
  for (int i = 0; i < 3; ++i) CHECK(code_for(server.port(), kGuess) == "username_taken");
  const Client bob = logged_in(server, "bob");
}

TEST_CASE("SIGHUP changes how often an address may fail", "[auth][reload]") {
  const Keys keys;
  keys.folder.write("index.html", "<title>test</title>");
  const auto options = [&](const std::string& rate) {
    return "jwt-key-file = \"" + keys.secret + "\"\nlogin-failure-rate = " + rate +
           "\ntrusted-proxy = [\"127.0.0.1\"]\n";
  };
  const std::string file = keys.folder.write("signalbox.toml", options("0")).string();
  Program program({serve(keys.folder.path().string(), {"--config", file})});
  for (int i = 0; i < 3; ++i) CHECK(code_for(program.port(), kGuess) == "unauthorized");

  keys.folder.write("signalbox.toml", options("1"));
  program.signal(SIGHUP);

  REQUIRE(program.says("reload: login-failure-rate is 1, was 0\n"));
  CHECK(code_for(program.port(), keys.login("alice")).empty());
  CHECK(code_for(program.port(), kGuess) == "unauthorized");
  CHECK(code_for(program.port(), keys.login("alice")) == "rate_limited");
}

}  // namespace signalbox::test::failures_test
