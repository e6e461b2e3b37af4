// SPDX-License-Identifier: MIT
// Sessions that go on over another connection, with real connections that really end.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/metrics.hpp"
#include "support/resuming.hpp"

namespace signalbox::test::resume_test {

using std::chrono::milliseconds;

namespace {

/// Says a number of messages, hears some, and comes back whenever its connection is lost, as
/// docs/protocol.md tells clients to.
class Returning {
 public:
  explicit Returning(const TestServer& server) : server_(server), client_(server.port()) {
    token_ = token_of(ask(client_, kResumableAlice));
  }

  void say(const std::string& text) {
    said_.push_back(text);
    client_.send(text);
  }

  Json hear() {
    ++heard_;
    return receive_json(client_);
  }

  void lose_connection_and_return() {
    client_.reset();
    client_ = Client(server_.port());
    const Json answer = ask(client_, resume_of(token_, heard_));
    if (answer.value("resumed", false) != true) throw std::runtime_error(answer.dump());
    const auto taken = answer.at("received").get<std::size_t>();
    for (std::size_t i = taken; i < said_.size(); ++i) client_.send(said_[i]);
  }

 private:
  const TestServer& server_;
  Client client_;
  std::string token_;
  std::vector<std::string> said_;
  std::size_t heard_ = 0;
};

}  // namespace

TEST_CASE("Whatever connection is lost, each message arrives once and in order", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Returning alice(server);
  Client bob = logged_in(server, "bob");
  constexpr int kRounds = 30;
  constexpr int kMessages = 7;

  int next = 0;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < kMessages; ++i, ++next) {
      alice.say(message_to("bob", next));
      bob.send(message_to("alice", next));
    }
    // Some messages are in buffers of the connection that is lost, or only on their way to it.
    for (int i = 0; i < round % kMessages; ++i) alice.hear();
    alice.lose_connection_and_return();
    for (int i = round % kMessages; i < kMessages; ++i) alice.hear();
  }

  for (int i = 0; i < next; ++i) REQUIRE(receive_json(bob).at("data") == i);
  bob.send(message_to("alice", next));
  CHECK(alice.hear().at("data") == next);
  CHECK(ask(bob, R"({"type":"ping"})").at("type") == "pong");
}

TEST_CASE("What follows the login at once is heard on the thread of the session", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client first(server.port());
  const std::string token = token_of(ask(first, kResumableAlice));
  first.reset();
  Client bob = logged_in(server, "bob");
  bob.send(message_to("alice", 1));
  // With two threads, one of these two is on the other one.
  for (int i = 0; i < 2; ++i) {
    RawClient again(server.port());
    std::string bytes = upgrade_request() + client_frame(Opcode::text, resume_of(token, 0));
    for (int n = 0; n < 10; ++n) bytes += client_frame(Opcode::text, message_to("bob", 10 * i + n));
    REQUIRE(again.send(bytes));
    again.receive_until("\r\n\r\n");

    const Json answer = Json::parse(again.receive_frame().payload);
    CHECK(answer.at("resumed") == true);
    CHECK(answer.at("received") == 10 * i);
    CHECK(Json::parse(again.receive_frame().payload).at("data") == 1);
    for (int n = 0; n < 10; ++n) CHECK(receive_json(bob).at("data") == 10 * i + n);
  }
  CHECK(eventually([&] { return server.connections() == 1; }));
}

TEST_CASE("A message that is in two parts when its connection moves is heard whole", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client first(server.port());
  const std::string token = token_of(ask(first, kResumableAlice));
  Client bob = logged_in(server, "bob");
  for (int i = 0; i < 2; ++i) {
    RawClient again(server.port());
    again.upgrade();
    const std::string message = client_frame(Opcode::text, message_to("bob", i));
    const std::string login = client_frame(Opcode::text, resume_of(token, 0));
    again.send(login.substr(0, 20));
    again.send(login.substr(20) + message.substr(0, message.size() / 2));
    CHECK(Json::parse(again.receive_frame().payload).at("resumed") == true);
    again.send(message.substr(message.size() / 2));
    CHECK(receive_json(bob).at("data") == i);
  }
}

TEST_CASE("The newest connection wins, and the older one is told", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  Client first(server.port());
  const std::string token = token_of(ask(first, kResumableAlice));
  Client second(server.port());

  CHECK(ask(second, resume_of(token, 0)).at("resumed") == true);

  const Goodbye goodbye = first.wait_for_goodbye();
  CHECK(goodbye.code == 4001);
  CHECK(goodbye.reason == "another connection has taken this one's place");
  CHECK(server.logged_in() == 1);
  second.send(message_to("alice", 1));
  CHECK(receive_json(second).at("code") == "invalid_message");  // nobody talks to themselves
}

TEST_CASE("The pings of the server carry what a pong acknowledges", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.ping_interval = milliseconds(100);
  const TestServer server(settings, kind.poller);
  RawClient alice(server.port());
  alice.upgrade();
  alice.send(client_frame(Opcode::text, kResumableAlice));
  const std::string token = token_of(Json::parse(alice.receive_frame().payload));
  Client bob = logged_in(server, "bob");
  bob.send(message_to("alice", 1));

  ServerFrame frame;
  do {
    frame = alice.receive_frame();
    if (frame.opcode == 9) alice.send(client_frame(Opcode::pong, frame.payload));
  } while (frame.opcode != 9 || frame.payload == "0");
  CHECK(frame.payload == "1");
  // Who has acknowledged a message cannot say later that it never came.
  alice.send(client_frame(Opcode::text, R"({"type":"ping"})"));
  while (alice.receive_frame().opcode != 1) {
  }
  Client again(server.port());
  CHECK(ask(again, resume_of(token, 0)).at("resumed") == false);
}

TEST_CASE("A client that nobody hears of in time is gone", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.resume_window = milliseconds(100);
  const TestServer server(settings, kind.poller);
  Client alice(server.port());
  const std::string token = token_of(ask(alice, kResumableAlice));
  Client bob = logged_in(server, "bob");
  call(bob, "bob", alice, "alice");

  alice.reset();

  CHECK(bob.receive() == R"({"type":"close","reason":"gone","username":"alice"})");
  // The name is freed behind that.
  CHECK(eventually([&] { return server.logged_in() == 1; }));
  Client again(server.port());
  const Json answer = ask(again, resume_of(token, 1));
  CHECK(answer.at("success") == true);
  CHECK(answer.at("resumed") == false);
}

TEST_CASE("A page that is left may come back, a client that is done does not", "[resume]") {
  const auto [code, stays] =
      GENERATE(table<std::uint16_t, bool>({{1000, false}, {1001, true}, {4000, true}}));
  CAPTURE(code);
  const TestServer server;
  Client alice(server.port());
  const std::string token = token_of(ask(alice, kResumableAlice));
  alice.close(code);
  REQUIRE(eventually([&] { return server.connections() == 0; }));

  CHECK(server.logged_in() == (stays ? 1 : 0));
  Client again(server.port());
  CHECK(ask(again, resume_of(token, 0)).at("resumed") == stays);
}

TEST_CASE("Waiting mail reaches a client even if it is all that may wait of one sender",
          "[resume]") {
  const TestServer server;
  Client first(server.port());
  const std::string token = token_of(ask(first, kResumableAlice));
  first.reset();
  Client bob = logged_in(server, "bob");
  REQUIRE(eventually([&] { return server.connections() == 1; }));
  const std::string data(std::size_t{30} * 1024, 'x');
  const std::string message = Json{
      {"type", "message"},
      {"otherUsername", "alice"},
      {"data", data},
      {"id", 1},
      {"ack", true}}.dump();
  // Half of it is for those with whom she has not spoken, of that half for each of them.
  CHECK(ask(bob, message).at("result") == "queued");
  CHECK(ask(bob, message).at("result") == "queued");
  CHECK(ask(bob, message).at("code") == "busy");

  Client again(server.port());
  CHECK(ask(again, resume_of(token, 0)).at("resumed") == true);
  for (int i = 0; i < 2; ++i) CHECK(receive_json(again).at("data") == data);
}

TEST_CASE("What waits for a client is bounded, in messages and in bytes", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const bool in_bytes = GENERATE(false, true);
  CAPTURE(kind, in_bytes);
  Settings settings = test_settings(kind.threads);
  settings.limits.mail_messages = in_bytes ? 1000 : 12;
  settings.limits.mail_bytes = 4096;
  const TestServer server(settings, kind.poller);
  Client alice(server.port());
  ask(alice, kResumableAlice);
  alice.reset();
  Client bob = logged_in(server, "bob");
  REQUIRE(eventually([&] { return server.connections() == 1; }));
  const std::string message = Json{
      {"type", "message"},
      {"otherUsername", "alice"},
      {"data", std::string(in_bytes ? 100 : 1, 'x')},
      {"id", 1},
      {"ack", true}}.dump();
  for (int i = 0; i < 3; ++i) REQUIRE(ask(bob, message).at("result") == "queued");
  CHECK(read_metrics(server.admin_port())["signalbox_mail_bytes"] > 0);

  Json answer = ask(bob, message);
  while (answer.at("type") == "ack") answer = ask(bob, message);

  CHECK(answer.at("code") == "busy");
  CHECK(server.log().lines_with("ended: mail_full") == 0);
  CHECK(server.logged_in() == 2);
  CHECK(
      metric_becomes(server.admin_port(), hits_of(in_bytes ? "max-mail" : "max-mail-messages"), 1));
}

TEST_CASE("As many sessions wait for their clients as may", "[resume]") {
  Settings settings = test_settings(1);
  settings.limits.detached_sessions = 1;
  const TestServer server(settings);
  Client alice(server.port());
  const std::string token = token_of(ask(alice, kResumableAlice));
  Client carol(server.port());
  ask(carol, R"({"type":"login","username":"carol","resume":true})");
  alice.reset();
  REQUIRE(eventually([&] { return server.connections() == 1; }));

  carol.reset();

  CHECK(eventually([&] { return server.logged_in() == 1; }));
  CHECK(metric_becomes(server.admin_port(), hits_of("max-detached"), 1));
  Client again(server.port());
  CHECK(ask(again, resume_of(token, 0)).at("resumed") == true);
}

TEST_CASE("What waits for all clients is bounded, and who has most of it pays", "[resume]") {
  const auto poller = GENERATE(net::PollerKind::epoll, net::PollerKind::asio);
  constexpr int kAlices = 10;
  constexpr int kCarols = 5;
  constexpr std::size_t kSize = 1000;
  // What a message has besides its data, at most.
  constexpr std::size_t kAround = 100;
  Settings settings = test_settings(1);
  settings.limits.mail_memory = (kAlices + kCarols) * (kSize + kAround);
  const TestServer server(settings, poller);
  Client alice(server.port());
  ask(alice, kResumableAlice);
  Client carol(server.port());
  const std::string token =
      token_of(ask(carol, R"({"type":"login","username":"carol","resume":true})"));
  Client bob = logged_in(server, "bob");
  Client dave = logged_in(server, "dave");
  alice.reset();
  carol.reset();
  REQUIRE(eventually([&] { return server.connections() == 2; }));
  const std::string data(kSize, 'x');
  const auto send_to = [&](std::string_view username) {
    const Json message = {
        {"type", "message"}, {"otherUsername", username}, {"data", data}, {"id", 1}, {"ack", true}};
    return ask(bob, message.dump());
  };
  for (int i = 0; i < kAlices; ++i) REQUIRE(send_to("alice").at("result") == "queued");
  for (int i = 0; i < kCarols; ++i) REQUIRE(send_to("carol").at("result") == "queued");

  // The bound may have room for one or two more, as no message is as long as `kAround` says.
  Json answer = send_to("alice");
  while (answer.at("type") == "ack") answer = send_to("alice");

  CHECK(answer.at("code") == "busy");
  CHECK(server.logged_in() == 4);
  CHECK(send_to("carol").at("result") == "queued");
  CHECK(eventually([&] { return server.log().lines_with("ended: mail_full") == 1; }));
  CHECK(read_metrics(server.admin_port())[hits_of("max-mail-memory")] >= 2);
  call(bob, "bob", dave, "dave");
  Client again(server.port());
  CHECK(ask(again, Json{{"type", "login"},
                        {"username", "carol"},
                        {"resume", {{"token", token}, {"received", 0}}}}
                       .dump())
            .at("resumed") == true);
  for (int i = 0; i <= kCarols; ++i) CHECK(receive_json(again).at("data") == data);
}

TEST_CASE("Who comes back is counted once for its address, and logs in for nothing", "[resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.address_connections = 2;
  settings.limits.address_logins = 1;
  const TestServer server(settings, kind.poller);
  Client alice(server.port());
  const std::string token = token_of(ask(alice, kResumableAlice));
  for (int i = 0; i < 6; ++i) {
    // With two threads, this one is on the other one and moves.
    Client again(server.port());
    REQUIRE(ask(again, resume_of(token, 0)).at("resumed") == true);
    alice.reset();
    alice = std::move(again);
    REQUIRE(eventually([&] { return server.connections() == 1; }));
  }

  Client bob(server.port());

  CHECK(ask(bob, login_of("bob")).at("error").at("code") == "rate_limited");
  CHECK(RawClient(server.port()).receive_all().starts_with("HTTP/1.1 503 "));
  CHECK(ask(alice, R"({"type":"ping"})").at("type") == "pong");
}

TEST_CASE("A newer login ends the older one where the operator says so", "[replace]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.on_duplicate = OnDuplicate::replace;
  const TestServer server(settings, kind.poller);
  Client first = logged_in(server, "alice");
  Client bob = logged_in(server, "bob");
  call(bob, "bob", first, "alice");

  Client second = logged_in(server, "alice");

  CHECK(bob.receive() == R"({"type":"close","reason":"replaced","username":"alice"})");
  const Goodbye goodbye = first.wait_for_goodbye();
  CHECK(goodbye.code == 4001);
  CHECK(goodbye.messages.empty());
  call(bob, "bob", second, "alice");
  Client third = logged_in(server, "alice");
  CHECK(bob.receive() == R"({"type":"close","reason":"replaced","username":"alice"})");
  CHECK(second.wait_for_goodbye().code == 4001);
}

}  // namespace signalbox::test::resume_test
