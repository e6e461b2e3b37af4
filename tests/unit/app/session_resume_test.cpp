// SPDX-License-Identifier: MIT
// Sessions that outlive their connections.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_resume_test {

using std::chrono::seconds;

namespace {

const std::string kAlice = R"({"type":"login","username":"alice","resume":true})";
const std::string kBob = R"({"type":"login","username":"bob"})";

std::string token_of(const Json& answer) {
  return answer.at("resume").at("token").get<std::string>();
}

std::string resume_of(const std::string& token, int received) {
  return Json{{"type", "login"},
              {"username", "alice"},
              {"resume", {{"token", token}, {"received", received}}}}
      .dump();
}

std::string message_to(std::string_view username, int number) {
  return Json{{"type", "message"}, {"otherUsername", username}, {"data", number}}.dump();
}

std::string offer_to(std::string_view username) {
  return Json{{"type", "offer"}, {"otherUsername", username}, {"offer", 1}}.dump();
}

/// The numbers in the messages that were heard; -1 for any other.
std::vector<int> numbers(const std::vector<std::string>& heard) {
  std::vector<int> all;
  for (const auto& text : heard) all.push_back(Json::parse(text).value("data", -1));
  return all;
}

/// Alice, who may come back, on the first worker, and Bob on the last.
struct Scene {
  explicit Scene(std::size_t workers = 2, Limits limits = {}) : world(workers, limits) {
    alice = &world.connect(0);
    token = token_of(world.ask(*alice, kAlice));
    alice->heard.clear();
    bob = &world.connect(workers - 1);
    world.ask(*bob, kBob);
    bob->heard.clear();
  }

  /// Alice comes back over another connection.
  Json come_back(int received, std::size_t worker = 0) {
    alice = &world.connect(worker);
    const Json answer = world.ask(*alice, resume_of(token, received));
    alice->heard.erase(alice->heard.begin());
    return answer;
  }

  SessionWorld world;
  std::string token;
  FakeSocket* alice;
  FakeSocket* bob;
};

}  // namespace

TEST_CASE("who asks for it is told how to come back, others are told nothing", "[app][resume]") {
  SessionWorld world;
  const Json answer = world.ask(world.connect(), kAlice);
  CHECK(answer.at("resume").at("window") == 30);
  CHECK_FALSE(answer.contains("resumed"));
  CHECK_FALSE(world.ask(world.connect(), kBob).contains("resume"));

  SessionWorld other(1, {.resume_window = seconds(0)});
  CHECK_FALSE(other.ask(other.connect(), kAlice).contains("resume"));
}

TEST_CASE("what was sent while a client was away waits for it, in order", "[app][resume]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.world.say(*scene.bob, message_to("alice", 1));
  CHECK(numbers(scene.alice->heard) == std::vector{1});
  scene.world.drop(*scene.alice);
  scene.world.say(*scene.bob, message_to("alice", 2));
  scene.world.say(*scene.bob, message_to("alice", 3));
  CHECK(scene.bob->heard.empty());
  CHECK(scene.world.logged_in() == 2);

  const Json answer = scene.come_back(1, workers - 1);

  CHECK(answer.at("success") == true);
  CHECK(answer.at("resumed") == true);
  CHECK(answer.at("received") == 0);
  CHECK(token_of(answer) == scene.token);
  CHECK(numbers(scene.alice->heard) == std::vector{2, 3});
  scene.world.say(*scene.bob, message_to("alice", 4));
  CHECK(numbers(scene.alice->heard) == std::vector{2, 3, 4});
}

TEST_CASE("what was lost with a connection is sent again", "[app][resume]") {
  Scene scene;
  for (int i = 1; i <= 5; ++i) scene.world.say(*scene.bob, message_to("alice", i));

  CHECK(scene.come_back(2).at("resumed") == true);
  CHECK(numbers(scene.alice->heard) == std::vector{3, 4, 5});
  CHECK(scene.come_back(3).at("resumed") == true);
  CHECK(numbers(scene.alice->heard) == std::vector{4, 5});
  CHECK(scene.come_back(5).at("resumed") == true);
  CHECK(scene.alice->heard.empty());
}

TEST_CASE("a client is told how many of its messages had arrived", "[app][resume]") {
  Scene scene;
  scene.world.say(*scene.alice, message_to("bob", 1));
  scene.world.say(*scene.alice, R"({"type":"ping"})");
  scene.world.say(*scene.alice, "no JSON");
  scene.alice->handler->on_binary();
  scene.alice->handler->on_too_large();
  scene.world.say(*scene.alice, kAlice);  // logins do not count

  const Json answer = scene.come_back(0);
  CHECK(answer.at("received") == 5);
  // A pong and three errors, but no answer to a login.
  CHECK(scene.alice->heard.size() == 4);
}

TEST_CASE("the newest connection wins over one that only seems to live", "[app][resume]") {
  const auto worker = GENERATE(as<std::size_t>{}, 0, 1);
  Scene scene;
  FakeSocket& half_open = *scene.alice;
  scene.world.say(*scene.bob, message_to("alice", 1));

  CHECK(scene.come_back(0, worker).at("resumed") == true);

  CHECK(half_open.closed == CloseReason::replaced);
  CHECK(half_open.handler == nullptr);
  CHECK(numbers(scene.alice->heard) == std::vector{1});
  CHECK(scene.bob->heard.empty());
}

TEST_CASE("an acknowledged message is not sent again", "[app][resume]") {
  Scene scene;
  scene.world.say(*scene.bob, message_to("alice", 1));
  scene.world.pong(*scene.alice);
  scene.world.say(*scene.bob, message_to("alice", 2));
  scene.world.drop(*scene.alice);

  CHECK(scene.come_back(1).at("resumed") == true);
  CHECK(numbers(scene.alice->heard) == std::vector{2});
}

TEST_CASE("a pong that answers no ping is no harm", "[app][resume]") {
  const auto payload = GENERATE(values<std::string>(
      {"", "x", "-1", "2", "1x", " 1", "18446744073709551616", std::string(125, '9')}));
  Scene scene;
  scene.world.say(*scene.bob, message_to("alice", 1));
  scene.alice->handler->on_pong(payload);
  scene.bob->handler->on_pong(payload);

  CHECK(scene.come_back(0).at("resumed") == true);
  CHECK(numbers(scene.alice->heard) == std::vector{1});
}

TEST_CASE("a client that lacks what is forgotten begins anew", "[app][resume]") {
  const auto received = GENERATE(0, 2);  // acknowledged before, never sent
  Scene scene;
  scene.world.say(*scene.bob, R"({"type":"offer","otherUsername":"alice","offer":1})");
  scene.world.pong(*scene.alice);
  FakeSocket& before = *scene.alice;

  const Json answer = scene.come_back(received);

  CHECK(answer.at("success") == true);
  CHECK(answer.at("resumed") == false);
  CHECK(token_of(answer) != scene.token);
  CHECK(before.closed == CloseReason::replaced);
  CHECK(scene.bob->heard ==
        std::vector<std::string>{R"({"type":"close","reason":"gone","username":"alice"})"});
}

TEST_CASE("after the window peers hear of the end, and the name is free", "[app][resume]") {
  Scene scene;
  scene.world.say(*scene.bob, R"({"type":"offer","otherUsername":"alice","offer":1})");
  scene.world.drop(*scene.alice);

  scene.world.pass(seconds(29));
  CHECK(scene.bob->heard.empty());
  CHECK(scene.world.logged_in() == 2);
  scene.world.pass(seconds(1));
  CHECK(scene.bob->heard ==
        std::vector<std::string>{R"({"type":"close","reason":"gone","username":"alice"})"});
  CHECK(scene.world.logged_in() == 1);
  CHECK(scene.world.log().lines_with("ended: not_resumed") == 1);

  const Json answer = scene.come_back(1);
  CHECK(answer.at("success") == true);
  CHECK(answer.at("resumed") == false);
  CHECK_FALSE(answer.contains("received"));
  CHECK(token_of(answer) != scene.token);
}

TEST_CASE("each time a client is away the window begins anew", "[app][resume]") {
  Scene scene;
  for (int i = 0; i < 5; ++i) {
    scene.world.drop(*scene.alice);
    scene.world.pass(seconds(29));
    CHECK(scene.come_back(0).at("resumed") == true);
    scene.world.pass(seconds(100));
  }
  CHECK(scene.world.logged_in() == 2);
}

TEST_CASE("a name stays taken while its client is away", "[app][resume]") {
  Scene scene;
  scene.world.drop(*scene.alice);
  FakeSocket& other = scene.world.connect();
  CHECK(scene.world.ask(other, kAlice).at("error").at("code") == "username_taken");
}

TEST_CASE("nobody comes back with what is not the token", "[app][resume]") {
  Scene scene;
  scene.world.drop(*scene.alice);
  std::string wrong = scene.token;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  const std::vector<std::string> tokens{wrong,
                                        "",
                                        "x",
                                        scene.token + "0",
                                        "7" + scene.token,
                                        "5-0-1-00000000000000000000000000000000",
                                        "1-ff-1-00000000000000000000000000000000"};
  for (const std::string& token : tokens) {
    CAPTURE(token);
    FakeSocket& stranger = scene.world.connect();
    CHECK(scene.world.ask(stranger, resume_of(token, 0)).at("error").at("code") ==
          "username_taken");
  }
  CHECK(scene.come_back(0).at("resumed") == true);
}

TEST_CASE("a token is for the name it was given with", "[app][resume]") {
  Scene scene;
  scene.world.drop(*scene.alice);
  FakeSocket& other = scene.world.connect();
  const Json answer =
      scene.world.ask(other, Json{{"type", "login"},
                                  {"username", "carol"},
                                  {"resume", {{"token", scene.token}, {"received", 0}}}}
                                 .dump());
  CHECK(answer.at("username") == "carol");
  CHECK(answer.at("resumed") == false);
}

// A broken frame may be a reverse proxy's, which ends its connections so when it is reloaded.
TEST_CASE("who says goodbye does not come back, nor who sends bad messages", "[app][resume]") {
  const auto [reason, stays] = GENERATE(table<CloseReason, bool>({
      {CloseReason::client_closed, false},
      {CloseReason::client_left, true},
      {CloseReason::connection_lost, true},
      {CloseReason::ping_timeout, true},
      {CloseReason::write_timeout, true},
      {CloseReason::slow_client, true},
      {CloseReason::too_many_errors, false},
      {CloseReason::protocol_error, true},
      {CloseReason::shutdown, false},
  }));
  CAPTURE(describe(reason).label);
  Scene scene;
  scene.world.drop(*scene.alice, reason);
  CHECK(scene.world.logged_in() == (stays ? 2 : 1));
  CHECK(scene.come_back(0).at("resumed") == stays);
}

TEST_CASE("who logs out does not come back", "[app][resume]") {
  Scene scene;
  scene.world.say(*scene.alice, R"({"type":"logout"})");
  scene.world.drop(*scene.alice);
  CHECK(scene.world.logged_in() == 1);
  CHECK(scene.come_back(0).at("resumed") == false);
}

TEST_CASE("an ack tells whether its receiver is away", "[app][resume]") {
  Scene scene;
  const std::string text =
      R"({"type":"message","otherUsername":"alice","data":1,"id":7,"ack":true})";
  CHECK(scene.world.ask(*scene.bob, text).at("result") == "delivered");
  scene.world.drop(*scene.alice);
  CHECK(scene.world.ask(*scene.bob, text).at("result") == "queued");
  scene.come_back(0);
  CHECK(scene.world.ask(*scene.bob, text).at("result") == "delivered");
}

TEST_CASE("who is away hears of the end of its calls, however much waits for it", "[app][resume]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  const std::string end = GENERATE(as<std::string>{}, R"({"type":"close","otherUsername":"alice"})",
                                   R"({"type":"logout"})");
  // The offer is all that may wait.
  Scene scene(workers, {.mail_messages = 1});
  scene.world.say(*scene.bob, offer_to("alice"));
  scene.world.drop(*scene.alice);

  scene.world.say(*scene.bob, end);

  CHECK(scene.come_back(0).at("resumed") == true);
  REQUIRE(scene.alice->heard.size() == 2);
  CHECK(Json::parse(scene.alice->heard.back()).at("type") == "close");
}

TEST_CASE("a client that is there is never given up for want of acknowledgements",
          "[app][resume]") {
  Scene scene(2, {.mail_messages = 4});
  for (int i = 1; i <= 100; ++i) scene.world.say(*scene.bob, message_to("alice", i));
  CHECK(scene.alice->heard.size() == 100);
  // It was asked in time.
  CHECK(scene.alice->pings.size() == 33);
  CHECK(scene.alice->pings.front() == "3");

  CHECK(scene.come_back(96).at("resumed") == true);
  CHECK(numbers(scene.alice->heard) == std::vector{97, 98, 99, 100});
}

TEST_CASE("as many wait as may", "[app][resume]") {
  SessionWorld world(1, {.detached_sessions = 1});
  FakeSocket& first = world.connect();
  FakeSocket& second = world.connect();
  world.ask(first, kAlice);
  world.ask(second, R"({"type":"login","username":"carol","resume":true})");
  world.drop(first);
  world.drop(second);
  CHECK(world.logged_in() == 1);
}

TEST_CASE("no token is ever logged", "[app][resume]") {
  Scene scene;
  scene.world.drop(*scene.alice);
  scene.come_back(0, 1);
  const std::string secret = scene.token.substr(scene.token.rfind('-') + 1);
  CHECK(scene.world.log().lines_with("waits for its client") == 1);
  CHECK(scene.world.log().lines_with(secret) == 0);
}

}  // namespace signalbox::test::session_resume_test
