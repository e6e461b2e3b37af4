// SPDX-License-Identifier: MIT
#include "signalbox/base/version.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::login_test {

namespace {

std::string code_of(const Json& login_answer) {
  return login_answer.at("error").at("code").get<std::string>();
}

}  // namespace

TEST_CASE("A free name is given", "[login]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.ping_interval = std::chrono::milliseconds(24'500);
  settings.ice_servers = {{{"stun:stun.example.org:3478"}, "", ""},
                          {{"turn:turn.example.org:3478"}, "user", "secret"}};
  const TestServer server(settings, kind.poller);
  Client alice(server.port());

  const Json answer = ask(alice, R"({"type":"login","username":"alice"})");

  CHECK(answer.at("type") == "login");
  CHECK(answer.at("success") == true);
  CHECK(answer.at("username") == "alice");
  CHECK_FALSE(answer.at("session").get<std::string>().empty());
  CHECK(answer.at("heartbeat") == 25);
  CHECK(answer.at("version") == std::string(kVersion));
  CHECK(answer.at("iceServers") == Json::parse(R"([{"urls":["stun:stun.example.org:3478"]},
                        {"urls":["turn:turn.example.org:3478"],
                         "username":"user","credential":"secret"}])"));
  CHECK_FALSE(answer.contains("error"));
  CHECK(server.logged_in() == 1);
}

TEST_CASE("TURN servers with a secret are told with credentials that expire", "[login]") {
  Settings settings = test_settings(1);
  settings.ice_servers = {{{"turn:turn.example.org"}, "", ""}, {{"stun:stun.example.org"}, "", ""}};
  const TemporaryDirectory directory;
  settings.turn_secret_file = directory.write("secret", "secret\n");
  settings.limits.turn_lifetime = std::chrono::hours(1);
  const TestServer server(settings);
  Client alice(server.port());

  const Json answer = ask(alice, login_of("al:\"ice"));

  CHECK(answer.at("iceLifetime") == 3600);
  const Json servers = answer.at("iceServers");
  REQUIRE(servers.size() == 2);
  CHECK(servers[0] == Json::parse(R"({"urls":["stun:stun.example.org"]})"));
  const std::string username = servers[1].at("username");
  CHECK_THAT(username, Catch::Matchers::EndsWith(":al:\"ice"));
  const std::chrono::seconds expires(std::stoll(username));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  CHECK(expires > now);
  CHECK(expires <= now + std::chrono::hours(1));
  CHECK(servers[1].at("credential").get<std::string>().size() == 28);

  const Json fresh = ask(alice, R"({"type":"iceServers","id":1})");
  CHECK(fresh.at("type") == "iceServers");
  CHECK(fresh.at("id") == 1);
  CHECK(fresh.at("iceLifetime") == 3600);
  CHECK(fresh.at("iceServers").size() == 2);
}

TEST_CASE("Who is not logged in is told of no TURN server", "[login]") {
  const TestServer server;
  Client stranger(server.port());
  CHECK(ask(stranger, R"({"type":"iceServers"})").at("code") == "not_logged_in");
}

TEST_CASE("A name that somebody has is refused, and another one can be tried", "[login]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client alice = logged_in(server, "alice");
  Client other(server.port());

  const Json refused = ask(other, login_of("alice"));
  CHECK(refused.at("type") == "login");
  CHECK(refused.at("success") == false);
  CHECK(code_of(refused) == "username_taken");
  CHECK_FALSE(refused.at("error").at("message").get<std::string>().empty());

  CHECK(ask(other, login_of("bob")).at("success") == true);
  // Who had the name first has not noticed.
  other.send(signal_to("alice", "offer", "{}"));
  CHECK(alice.receive() == signal_from("bob", "offer", "{}"));
}

TEST_CASE("Names that can't be", "[login]") {
  const auto [login, code] = GENERATE(table<std::string, std::string>({
      {login_of(""), "username_invalid"},
      {login_of(std::string(129, 'a')), "username_invalid"},
      {login_of("a\nb"), "username_invalid"},
      {login_of(std::string("a\0b", 3)), "username_invalid"},
      {login_of("\x7F"), "username_invalid"},
      {login_of("\xC2\x85"), "username_invalid"},
      {R"({"type":"login","username":42})", "username_invalid"},
      {R"({"type":"login","username":null})", "username_invalid"},
      {R"({"type":"login","username":["alice"]})", "username_invalid"},
      {R"({"type":"login","username":"\ud800"})", "username_invalid"},
      {R"({"type":"login"})", "invalid_message"},
      {R"({"type":"login","name":"alice"})", "invalid_message"},
      {R"({"type":"login","username":"alice","username":"bob"})", "invalid_message"},
  }));
  CAPTURE(login);
  const TestServer server;
  Client client(server.port());

  const Json refused = ask(client, login);

  CHECK(refused.at("type") == "login");
  CHECK(refused.at("success") == false);
  CHECK(code_of(refused) == code);
  CHECK(ask(client, login_of("alice")).at("success") == true);
}

TEST_CASE("Names are any text, compared byte for byte", "[login]") {
  const std::vector<std::string> names{"a",
                                       "A",
                                       " a ",
                                       std::string(128, 'x'),
                                       "Zo\xC3\xAB",   // one way to write it
                                       "Zoe\xCC\x88",  // and another
                                       "\xF0\x9F\x91\xA9",
                                       R"(quote " backslash \ slash /)",
                                       "null",
                                       "<b>&amp;</b>"};
  const TestServer server;
  Client bob = logged_in(server, "bob");
  std::vector<Client> clients;
  for (const std::string& name : names) {
    CAPTURE(name);
    clients.emplace_back(server.port());
    CHECK(ask(clients.back(), login_of(name)).at("username") == name);

    clients.back().send(signal_to("bob", "offer", "1"));
    CHECK(receive_json(bob) == Json{{"type", "offer"}, {"offer", 1}, {"username", name}});
    bob.send(signal_to(name, "answer", "2"));
    CHECK(receive_json(clients.back()) ==
          Json{{"type", "answer"}, {"answer", 2}, {"username", "bob"}});
  }
}

TEST_CASE("A name with escapes is the name that it says", "[login]") {
  const TestServer server;
  Client alice(server.port());
  CHECK(ask(alice, R"({"type":"login","username":"\u0061lice\ud83d\ude00"})").at("username") ==
        "alice\xF0\x9F\x98\x80");

  Client other(server.port());
  CHECK(code_of(ask(other, login_of("alice\xF0\x9F\x98\x80"))) == "username_taken");
}

TEST_CASE("One login is enough", "[login]") {
  const TestServer server;
  Client alice = logged_in(server, "alice");

  const auto name = GENERATE("alice", "alice2");
  const Json refused = ask(alice, login_of(name));

  CHECK(refused.at("success") == false);
  CHECK(code_of(refused) == "already_logged_in");
  CHECK(server.logged_in() == 1);
}

TEST_CASE("A name is free when its connection has ended", "[login]") {
  struct End {
    const char* how;
    void (*end)(Client&);
  };
  const auto end = GENERATE(values<End>({{"close", [](Client& client) { client.close(); }},
                                         {"reset", [](Client& client) { client.reset(); }}}));
  CAPTURE(end.how);
  const TestServer server;
  Client alice = logged_in(server, "alice");

  end.end(alice);

  CHECK(eventually([&] { return server.logged_in() == 0; }));
  Client again(server.port());
  CHECK(ask(again, login_of("alice")).at("success") == true);
}

TEST_CASE("Only login is possible before a login", "[login]") {
  const auto message =
      GENERATE(as<std::string>(), R"({"type":"offer","otherUsername":"bob","offer":1})",
               R"({"type":"answer","otherUsername":"bob","answer":1})",
               R"({"type":"candidate","candidate":null})", R"({"type":"close"})");
  CAPTURE(message);
  const TestServer server;
  Client bob = logged_in(server, "bob");
  Client nobody(server.port());

  const Json error = ask(nobody, message);

  CHECK(error.at("code") == "not_logged_in");
  CHECK(error.at("about").at("type") == Json::parse(message).at("type"));
  // The first thing bob hears is what comes after it.
  log_in(nobody, "alice");
  nobody.send(signal_to("bob", "offer", "0"));
  CHECK(bob.receive() == signal_from("alice", "offer", "0"));
}

}  // namespace signalbox::test::login_test
