// SPDX-License-Identifier: MIT
// What the real program's log says, and what never.
#include <algorithm>
#include <csignal>
#include <set>
#include <sstream>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/program.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::log_test {

namespace {

/// A server that logs all it can, and knows secrets of every kind.
class Site {
 public:
  explicit Site(const std::vector<std::string>& arguments) : program_({all(arguments)}) {}

  Program& program() { return program_; }

  void reload_with(std::string_view content) {
    folder_.write("signalbox.toml", content);
    program_.signal(SIGHUP);
  }

  /// All that it has said, once it has ended.
  std::string log() {
    program_.signal(SIGINT);
    if (program_.wait_for_exit() != 0) throw std::runtime_error("it has not ended");
    return program_.errors();
  }

 private:
  std::vector<std::string> all(const std::vector<std::string>& arguments) {
    folder_.write("index.html", "<title>test</title>");
    const std::string turn = folder_.write("turn", "turn-secret\n").string();
    const std::string admin = folder_.write("admin", "admin-secret-token\n").string();
    const std::string config =
        folder_.write("signalbox.toml", "ice-server = \"turn:ann:turn-password@host\"\n").string();
    auto all = serve(folder_.path().string(), {"--log-level", "trace", "--threads", "2", "--config",
                                               config, "--turn-secret-file", turn, "--admin-listen",
                                               "127.0.0.1:0", "--admin-token-file", admin});
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
  }

  TemporaryDirectory folder_;
  Program program_;
};

std::string login_of(std::string_view username, const std::string& token) {
  return Json{
      {"type", "login"}, {"username", username}, {"resume", {{"token", token}, {"received", 0}}}}
      .dump();
}

/// What two clients do in a day, and one who is after their session.
class Day {
 public:
  explicit Day(Program& program) {
    const std::uint16_t port = program.port();
    Client alice(port, {.target = "/ws?token=query-secret"});
    const Json login = enter(alice, R"({"type":"login","username":"alice","resume":true})");
    const auto token = login.at("resume").at("token").get<std::string>();
    resume_secret_ = token.substr(login.at("session").get<std::string>().size() + 1);
    Client bob(port);
    enter(bob, test::login_of("bob"));
    talk(alice, bob);
    alice.reset();
    CHECK(program.says(" waits for its client"));
    Client thief(port);
    CHECK(enter(thief, login_of("carol", token)).at("resumed") == false);
    Client returned(port);
    CHECK(enter(returned, login_of("alice", token)).at("resumed") == true);
    for (Client* const client : {&bob, &thief, &returned}) client->close();
  }

  /// The ids of all who were logged in.
  const std::set<std::string>& sessions() const { return sessions_; }

  const std::string& resume_secret() const { return resume_secret_; }

 private:
  Json enter(Client& client, const std::string& login) {
    Json answer = ask(client, login);
    sessions_.insert(answer.at("session").get<std::string>());
    return answer;
  }

  static void talk(Client& alice, Client& bob) {
    alice.send(signal_to("bob", "offer", R"({"type":"offer","sdp":"sdp-of-alice"})"));
    bob.receive();
    bob.send(signal_to("alice", "answer", R"({"type":"answer","sdp":"sdp-of-bob"})"));
    alice.receive();
    alice.send(signal_to("bob", "candidate", R"({"candidate":"candidate-of-alice"})"));
    bob.receive();
    const auto code_of = [&](std::string_view text) { return ask(alice, text).at("code"); };
    CHECK(code_of(signal_to("nobody", "offer", R"({"sdp":"sdp-to-nobody"})")) ==
          "user_unavailable");
    CHECK(code_of(R"({"type":"offer","offer":{"sdp":"sdp-cut-off")") == "invalid_json");
  }

  std::set<std::string> sessions_;
  std::string resume_secret_;
};

}  // namespace

TEST_CASE("Neither a secret nor what clients say to each other is ever in the log", "[log]") {
  const auto* const format = GENERATE("text", "json");
  Site site({"--log-format", format});
  const Day day(site.program());
  CHECK(get(site.program().port(), "/healthz?access_token=query-secret").status == 200);
  for (const std::string token : {"admin-secret-token", "admin-guessed-token"}) {
    fetch(site.program().admin_port(),
          {.target = "/api/sessions", .more = "Authorization: Bearer " + token + "\r\n"});
  }
  site.reload_with("ice-server = \"turn:ann:turn-password@host:none\"\n");
  REQUIRE(site.program().says("reload: all settings stay as they are: "));
  site.reload_with("ice-server = \"turn:ann:turn-password-2@host\"\n");
  REQUIRE(site.program().says("reload: ice-server has other credentials"));

  const std::string log = site.log();
  CAPTURE(log);
  for (const char* const said : {"is logged in as 'alice'", " ended: ", " waits for its client",
                                 "GET /healthz: 200", "GET /api/sessions: 401"}) {
    CAPTURE(said);
    CHECK(log.find(said) != std::string::npos);
  }
  for (const std::string& secret :
       {day.resume_secret(), std::string("query-secret"), std::string("turn-secret"),
        std::string("turn-password"), std::string("admin-secret"), std::string("admin-guessed"),
        std::string("sdp-"), std::string("candidate-")}) {
    CAPTURE(secret);
    CHECK(log.find(secret) == std::string::npos);
  }
}

TEST_CASE("Every line of a session carries its id", "[log]") {
  Site site({"--log-format", "json"});
  const Day day(site.program());
  const std::string log = site.log();
  CAPTURE(log);
  std::set<std::string> seen;
  std::set<std::string> ended;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const Json object = Json::parse(line);
    CHECK(object.at("message").is_string());
    const auto session = object.value("session", std::string());
    CHECK(session.empty() != object.contains("event"));
    if (!session.empty()) seen.insert(session);
    if (object.value("event", "") == "ended") ended.insert(session);
  }
  CHECK(std::ranges::includes(seen, day.sessions()));
  CHECK(ended == day.sessions());
}

TEST_CASE("The log knows as much of a client's address as it may", "[log]") {
  const auto [part, shown] = GENERATE(table<std::string, std::string>(
      {{"full", "127.0.0.1:"}, {"truncated", "127.0.0.0/24 "}, {"none", "- "}}));
  Site site({"--log-addresses", part});
  CHECK(get(site.program().port(), "/healthz").status == 200);
  {
    Client alice(site.program().port());
    log_in(alice, "alice");
    alice.close();
  }

  const std::string log = site.log();
  CAPTURE(log);
  CHECK(log.find(" from " + shown) != std::string::npos);
  CHECK(log.find(" debug " + shown) != std::string::npos);
  CHECK((log.find(" from 127.0.0.1:") != std::string::npos) == (part == "full"));
  CHECK((log.find(" debug 127.0.0.1:") != std::string::npos) == (part == "full"));
}

}  // namespace signalbox::test::log_test
