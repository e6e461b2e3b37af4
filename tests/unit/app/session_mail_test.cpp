// SPDX-License-Identifier: MIT
// What may wait for a client, and of whom.
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/session_world.hpp"

namespace signalbox::test::session_mail_test {

using net::OutboxShare;

namespace {

std::string login_of(std::string_view username) {
  return Json{{"type", "login"}, {"username", username}, {"resume", true}}.dump();
}

std::string signal_to(std::string_view username, const std::string& type, int number) {
  return Json{{"type", type},
              {"otherUsername", username},
              {type == "message" ? "data" : type, 1},
              {"id", number}}
      .dump();
}

std::string message_to(std::string_view username, int number) {
  return signal_to(username, "message", number);
}

std::string close_to(std::string_view username) {
  return Json{{"type", "close"}, {"otherUsername", username}}.dump();
}

/// The numbers of what was refused as `busy`.
std::vector<int> refused(const std::vector<std::string>& heard) {
  std::vector<int> all;
  for (const auto& text : heard) {
    const Json message = Json::parse(text);
    if (message.value("code", "") == "busy") all.push_back(message.at("id"));
  }
  return all;
}

std::size_t count(const std::vector<std::string>& heard, const std::string& type) {
  std::size_t found = 0;
  for (const auto& text : heard) found += Json::parse(text).at("type") == type ? 1 : 0;
  return found;
}

/// Alice on the first worker, whom Bob on the last has never heard of; she has called Carol.
struct Scene {
  explicit Scene(std::size_t workers, Limits limits = {.mail_messages = 8})
      : world(workers, limits) {
    alice = &world.connect(0);
    token = world.ask(*alice, login_of("alice")).at("resume").at("token");
    bob = &world.connect(workers - 1);
    world.ask(*bob, login_of("bob"));
    carol = &world.connect(workers - 1);
    world.ask(*carol, login_of("carol"));
    world.say(*alice, signal_to("carol", "offer", 1));
    for (FakeSocket* const socket : {alice, bob, carol}) socket->heard.clear();
  }

  /// Alice comes back, and has received nothing before. What she lacks is in `alice->heard`.
  Json come_back() {
    alice = &world.connect(0);
    const Json login{
        {"type", "login"}, {"username", "alice"}, {"resume", {{"token", token}, {"received", 0}}}};
    const Json answer = world.ask(*alice, login.dump());
    alice->heard.erase(alice->heard.begin());
    return answer;
  }

  SessionWorld world;
  std::string token;
  FakeSocket* alice;
  FakeSocket* bob;
  FakeSocket* carol;
};

}  // namespace

TEST_CASE("what a stranger sends too much to one who is away is refused to him", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.world.drop(*scene.alice);

  for (int i = 1; i <= 300; ++i) scene.world.say(*scene.bob, message_to("alice", i));

  CHECK(refused(scene.bob->heard).size() == 298);
  CHECK(scene.world.log().lines_with("ended") == 0);
  CHECK(scene.come_back().at("resumed") == true);
  CHECK(scene.alice->heard.size() == 2);
}

TEST_CASE("strangers leave room for those with whom a client has spoken", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.world.drop(*scene.alice);
  for (int i = 1; i <= 20; ++i) {
    FakeSocket& stranger = scene.world.connect();
    scene.world.ask(stranger, login_of(std::to_string(i)));
    scene.world.say(stranger, message_to("alice", i));
  }

  for (int i = 1; i <= 3; ++i) scene.world.say(*scene.carol, message_to("alice", i));

  CHECK(refused(scene.carol->heard) == std::vector{3});
  CHECK(scene.come_back().at("resumed") == true);
  CHECK(scene.alice->heard.size() == 4 + 2);
}

TEST_CASE("a call that is refused for want of room does not come about", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.world.drop(*scene.alice);
  for (int i = 1; i <= 2; ++i) scene.world.say(*scene.bob, message_to("alice", i));

  scene.world.say(*scene.bob, signal_to("alice", "offer", 3));

  CHECK(refused(scene.bob->heard) == std::vector{3});
  scene.world.drop(*scene.bob, CloseReason::client_closed);
  scene.come_back();
  CHECK(count(scene.alice->heard, "close") == 0);
}

TEST_CASE("a call goes on whose next offer is refused for want of room", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.world.drop(*scene.alice);
  for (int i = 1; i <= 4; ++i) scene.world.say(*scene.carol, message_to("alice", i));

  scene.world.say(*scene.carol, signal_to("alice", "offer", 5));

  CHECK(refused(scene.carol->heard) == std::vector{5});
  CHECK(scene.world.ask(*scene.carol, R"({"type":"candidate","candidate":1,"id":6})")["code"] ==
        "busy");
  scene.world.drop(*scene.carol, CloseReason::client_closed);
  CHECK(scene.come_back().at("resumed") == true);
  CHECK(count(scene.alice->heard, "close") == 1);
}

TEST_CASE("what others send to a client that is slow is refused to them", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  SECTION("first to strangers") {
    scene.alice->used = OutboxShare::quarter;
    scene.world.say(*scene.bob, message_to("alice", 1));
    scene.world.say(*scene.carol, message_to("alice", 2));
    CHECK(refused(scene.bob->heard) == std::vector{1});
    CHECK(refused(scene.carol->heard).empty());
    CHECK(scene.alice->heard.size() == 1);
  }
  SECTION("then to all, but for the end of a call") {
    scene.alice->used = OutboxShare::half;
    scene.world.say(*scene.carol, message_to("alice", 1));
    CHECK(refused(scene.carol->heard) == std::vector{1});
    scene.world.say(*scene.carol, close_to("alice"));
    CHECK(count(scene.alice->heard, "close") == 1);
  }
  SECTION("and it is answered all the same") {
    scene.alice->used = OutboxShare::half;
    CHECK(scene.world.ask(*scene.alice, R"({"type":"ping"})").at("type") == "pong");
  }
  CHECK_FALSE(scene.alice->closed);
}

TEST_CASE("a flood over a connection that is dead, and not known to be, costs nobody a session",
          "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  Scene scene(workers);
  scene.alice->ping();
  scene.world.pass(std::chrono::milliseconds(1100));

  for (int i = 1; i <= 300; ++i) scene.world.say(*scene.bob, message_to("alice", i));

  CHECK(refused(scene.bob->heard).size() == 298);
  scene.world.drop(*scene.alice);
  CHECK(scene.come_back().at("resumed") == true);
  CHECK(scene.alice->heard.size() == 2);
}

TEST_CASE("who acknowledges in time is sent as much as there is", "[app][mail]") {
  Scene scene(1);
  for (int i = 1; i <= 100; ++i) {
    scene.world.say(*scene.bob, message_to("alice", i));
    if (i % 4 == 0) scene.world.pong(*scene.alice);
    scene.world.pass(std::chrono::milliseconds(1100));
  }
  CHECK(scene.bob->heard.empty());
  CHECK(scene.alice->heard.size() == 100);
}

TEST_CASE("no session ends because another one's did", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  constexpr std::size_t kSessions = 100;
  SessionWorld world(workers, {.mail_messages = 1});
  FakeSocket& sender = world.connect();
  world.ask(sender, login_of("sender"));
  // Each has a call with the one before it, and as much waiting for it as may.
  std::vector<FakeSocket*> chain;
  for (std::size_t i = 0; i < kSessions; ++i) {
    chain.push_back(&world.connect(i % workers));
    world.say(*chain[i], login_of(std::to_string(i)));
    if (i == 0) continue;
    world.say(*chain[i], signal_to(std::to_string(i - 1), "offer", 1));
    world.pong(*chain[i - 1]);
  }
  for (FakeSocket* const socket : chain) world.drop(*socket);

  for (std::size_t i = 0; i < kSessions; ++i) {
    for (int j = 0; j < 3; ++j) world.say(sender, message_to(std::to_string(i), j));
  }
  world.pass(std::chrono::milliseconds(1));

  CHECK(world.logged_in() == kSessions + 1);
  CHECK(refused(sender.heard).size() > kSessions);
}

TEST_CASE("who keeps most of the mail of all pays when there is too much", "[app][mail]") {
  const auto workers = GENERATE(as<std::size_t>{}, 1, 2);
  SessionWorld world(workers, {.mail_messages = 64, .mail_memory = 4000});
  FakeSocket& sender = world.connect();
  world.ask(sender, login_of("sender"));
  const auto connect = [&](const std::string& username, const std::string& address) {
    FakeSocket& socket = world.connect(workers - 1);
    socket.address = address;
    const Json answer = world.ask(socket, login_of(username));
    world.say(socket, signal_to("sender", "offer", 1));
    return std::pair(&socket, answer.at("resume").at("token").get<std::string>());
  };
  const auto [alice, token] = connect("alice", "192.0.2.1");
  // They read, and never acknowledge, or are away; together they have more than she has.
  std::vector<FakeSocket*> others;
  for (int i = 0; i < 4; ++i) others.push_back(connect(std::to_string(i), "192.0.2.2").first);
  world.drop(*others[0]);
  world.drop(*alice);
  for (int i = 1; i <= 10; ++i) world.say(sender, message_to("alice", i));

  for (int i = 1; i <= 100; ++i) world.say(sender, message_to(std::to_string(i % 4), i));
  world.say(sender, message_to("alice", 11));
  world.pass(std::chrono::milliseconds(1));

  CHECK(world.worker(workers - 1).mail().bytes() <= 4000);
  CHECK(world.log().lines_with("ended: mail_full") == 1);
  FakeSocket& again = world.connect();
  const Json login{
      {"type", "login"}, {"username", "alice"}, {"resume", {{"token", token}, {"received", 0}}}};
  CHECK(world.ask(again, login.dump()).at("resumed") == true);
  CHECK(again.heard.size() == 1 + 11);
}

TEST_CASE("sessions that are left from one address keep no other from coming back", "[app][mail]") {
  SessionWorld world(1, {.detached_sessions = 10});
  FakeSocket& alice = world.connect();
  const auto leave = [&](int number) {
    FakeSocket& socket = world.connect();
    socket.address = "192.0.2.66";
    world.ask(socket, login_of(std::to_string(number)));
    world.drop(socket);
  };
  const std::string token = world.ask(alice, login_of("alice")).at("resume").at("token");
  for (int i = 0; i < 20; ++i) leave(i);
  world.drop(alice);
  for (int i = 20; i < 40; ++i) leave(i);

  CHECK(world.logged_in() == 10);
  FakeSocket& again = world.connect();
  const Json login{
      {"type", "login"}, {"username", "alice"}, {"resume", {{"token", token}, {"received", 0}}}};
  CHECK(world.ask(again, login.dump()).at("resumed") == true);
}

}  // namespace signalbox::test::session_mail_test
