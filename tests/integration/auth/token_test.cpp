// SPDX-License-Identifier: MIT
// Logins by token, with the real program, and the tokens that it makes itself.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/program.hpp"
#include "support/signing_key.hpp"
#include "support/site.hpp"

namespace signalbox::test::token_test {

namespace {

using Arguments = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Which has a secret in it, to sign tokens with.
struct SiteWithSecret : Site {
  std::string secret = write("secret", "0123456789abcdef0123456789abcdef\n");
};

std::string login(const std::string& username, const std::string& token,
                  const Json& more = Json::object()) {
  Json login{{"type", "login"}, {"username", username}, {"token", token}};
  login.update(more);
  return login.dump();
}

std::string message_of(const Json& answer) {
  CHECK(answer.at("success") == false);
  CHECK(answer.at("error").at("code") == "unauthorized");
  return answer.at("error").at("message");
}

/// `signalbox token ARGUMENTS`.
std::string minted(Arguments arguments) {
  arguments.insert(arguments.begin(), "token");
  Program program({arguments});
  if (program.wait_for_exit() != 0) throw std::runtime_error(program.errors());
  std::string text = program.output();
  REQUIRE(text.ends_with('\n'));
  text.pop_back();
  return text;
}

}  // namespace

TEST_CASE("A token that the program makes lets its user in, and nobody else", "[auth]") {
  const SiteWithSecret site;
  const bool is_pair = GENERATE(false, true);
  CAPTURE(is_pair);
  const auto curve = SigningKey::curve("P-256");
  const std::string key = is_pair ? site.write("private.pem", curve.private_pem()) : site.secret;
  const std::string server_key =
      is_pair ? site.write("public.pem", curve.public_pem()) : site.secret;
  Program program({serve(site.path, {"--jwt-key-file", server_key, "--jwt-audience", "signalbox",
                                     "--jwt-issuer", "tests"})});
  const std::string token = minted({"--key-file", key, "--name", "alice", "--lifetime", "10m",
                                    "--audience", "signalbox", "--issuer", "tests"});

  Client client(program.port());
  CHECK(contains(message_of(ask(client, login_of("alice"))), "add the member 'token'"));
  CHECK(contains(message_of(ask(client, login("bob", token))), "the token is for 'alice'"));
  const std::string wrong = minted({"--key-file", key, "--name", "alice"});
  CHECK(message_of(ask(client, login("alice", wrong))) == "the token's aud is not 'signalbox'");
  CHECK(ask(client, login("alice", token)).at("success") == true);
}

TEST_CASE("Keys are many, and of a JWK Set", "[auth]") {
  const SiteWithSecret site;
  const auto rsa = SigningKey::rsa();
  const auto curve = SigningKey::curve("P-256");
  Json jwk = curve.jwk();
  jwk["kid"] = "k1";
  Program program({serve(
      site.path, {"--jwt-key-file", site.write("rsa.pem", rsa.public_pem()), "--jwt-key-file",
                  site.write("set.json", Json{{"keys", Json::array({jwk})}}.dump())})});
  const auto in_an_hour =
      std::chrono::duration_cast<std::chrono::seconds>(
          (std::chrono::system_clock::now() + std::chrono::hours(1)).time_since_epoch())
          .count();
  Client alice(program.port());
  Client bob(program.port());

  CHECK(ask(alice, login("alice", rsa.token("RS256", {{"sub", "alice"}, {"exp", in_an_hour}})))
            .at("success") == true);
  CHECK(ask(bob, login("bob", curve.token("ES256", {{"sub", "bob"}, {"exp", in_an_hour}},
                                          {{"kid", "k1"}})))
            .at("success") == true);
}

TEST_CASE("When a token expires its connection ends, and a new one continues the session",
          "[auth]") {
  const SiteWithSecret site;
  Program program({serve(site.path, {"--jwt-key-file", site.secret, "--threads", "2"})});
  const std::string bobs = minted({"--key-file", site.secret, "--name", "bob"});
  const std::string alices = minted({"--key-file", site.secret, "--name", "alice"});
  // Ten seconds of grace for clocks that differ, but for one.
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto exp = (now - std::chrono::seconds(8)).time_since_epoch().count();
  const std::string short_lived = SigningKey::secret("0123456789abcdef0123456789abcdef")
                                      .token("HS256", {{"sub", "alice"}, {"exp", exp}});
  Client alice(program.port());
  Client bob(program.port());
  const Json first = ask(alice, login("alice", short_lived, {{"resume", true}}));
  REQUIRE(first.at("success") == true);
  REQUIRE(ask(bob, login("bob", bobs)).at("success") == true);
  call(bob, "bob", alice, "alice");

  const Goodbye goodbye = alice.wait_for_goodbye();

  CHECK(goodbye.code == 4003);
  CHECK(goodbye.reason == "the token has expired: log in with a new one");
  bob.send(signal_to("alice", "candidate", "3"));
  const Json resume{{"resume", {{"token", first.at("resume").at("token")}, {"received", 1}}}};
  // One is the worker's that has the session, whichever comes first.
  for (int i = 0; i < 2; ++i) {
    Client refused(program.port());
    CHECK(contains(message_of(ask(refused, login("alice", short_lived, resume))), "expired"));
  }
  Client again(program.port());
  CHECK(ask(again, login("alice", alices, resume)).at("resumed") == true);
  CHECK(again.receive() == signal_from("bob", "candidate", "3"));
}

TEST_CASE("No token is ever logged", "[auth]") {
  const SiteWithSecret site;
  Program program({serve(site.path, {"--jwt-key-file", site.secret, "--log-level", "trace"})});
  const std::string good = minted({"--key-file", site.secret, "--name", "alice"});
  const std::string bad = minted({"--key-file", site.secret, "--name", "bob"});
  Client alice(program.port());
  CHECK(ask(alice, login("alice", bad)).at("success") == false);
  CHECK(ask(alice, login("alice", good)).at("success") == true);
  alice.close();
  REQUIRE(program.says("ended: client_closed"));
  program.signal(SIGINT);
  REQUIRE(program.wait_for_exit() == 0);
  for (const std::string& token : {good, bad}) {
    CHECK_FALSE(contains(program.errors(), token.substr(token.rfind('.'))));
  }
}

TEST_CASE("Where everybody may log in, and others can reach it, the log says so", "[auth]") {
  const SiteWithSecret site;
  const std::string warning = "everybody who reaches this server may log in";
  const auto [address, is_warned, with_key] = GENERATE(table<const char*, bool, bool>({
      {"0.0.0.0:0", true, false},
      {"0.0.0.0:0", false, true},
      {"127.0.0.1:0", false, false},
  }));
  CAPTURE(address, with_key);
  Arguments arguments{"--listen", address, "--web-root", site.path, "--admin-listen", "none"};
  if (with_key) arguments.insert(arguments.end(), {"--jwt-key-file", site.secret});
  Program program({arguments});
  REQUIRE(program.says("limits: "));
  program.signal(SIGINT);
  REQUIRE(program.wait_for_exit() == 0);
  CHECK(contains(program.errors(), warning) == is_warned);
}

TEST_CASE("A key that can't be used ends the program with 1, and says why", "[auth]") {
  const SiteWithSecret site;
  const std::string file = site.write("short", "short");
  const bool is_server = GENERATE(true, false);
  CAPTURE(is_server);
  Program program({is_server ? serve(site.path, {"--jwt-key-file", file})
                             : Arguments{"token", "--key-file", file, "--name", "alice"}});
  CHECK(program.wait_for_exit() == 1);
  CHECK(contains(program.errors(), file + ": a secret has 32 bytes at least"));
}

TEST_CASE("What `signalbox token` does not understand it says", "[auth]") {
  const auto [arguments, said] = GENERATE(table<Arguments, std::string>({
      {{"token"}, "--key-file is required"},
      {{"token", "--key-file", "k"}, "--name is required"},
      {{"token", "--key-file", "k", "--name", "a", "--lifetime", "10"},
       "'10' is not a time from 1s to ten years; write it like 1h."},
      {{"token", "--key-file", "k", "--name", "a", "--lifetime", "0s"}, "is not a time"},
      {{"token", "--key-file", "k", "--name", "a", "--secret", "x"}, "--secret"},
  }));
  CAPTURE(arguments);
  Program program({arguments});
  CHECK(program.wait_for_exit() == 2);
  CHECK(contains(program.errors(), said));
  CHECK(program.output().empty());
}

TEST_CASE("`signalbox token --help` goes to stdout", "[auth]") {
  Program program({{"token", "--help"}});
  CHECK(program.wait_for_exit() == 0);
  CHECK(contains(program.output(), "--lifetime"));
  CHECK(program.errors().empty());
}

}  // namespace signalbox::test::token_test
