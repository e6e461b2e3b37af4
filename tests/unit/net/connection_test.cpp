// SPDX-License-Identifier: MIT
// How much of a turn one connection takes.
#include "net/connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/http_protocol.hpp"
#include "net/shard_context.hpp"
#include "net/websocket/websocket_protocol.hpp"
#include "signalbox/base/read_padding.hpp"
#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/http_exchange.hpp"

namespace signalbox::test::net_connection_test {

namespace {

/// Nothing is ready until the test says so.
class StillPoller final : public net::Poller {
 public:
  void run_turn() override {}
  void add(int, net::Pollable&) override {}
  void change(int, net::Pollable&, net::Interest) override {}
  void remove(int) override {}
  void will_close(int) override {}
};

class CountingHandler final : public net::WebSocketHandler {
 public:
  void on_text(std::string_view text) override { texts.emplace_back(text); }
  void on_arrival(std::string_view text, const net::Conduct&) override { on_text(text); }
  void on_binary() override {}
  void on_too_large() override {}
  bool take_frame() override {
    ++frames;
    return accepts_frames;
  }
  std::string ping_payload() override { return {}; }
  void on_pong(std::string_view) override { ++pongs; }
  TimePoint on_tick(TimePoint) override { return TimePoint::max(); }
  void on_closed(CloseReason reason) override { closed = reason; }

  std::vector<std::string> texts;
  std::size_t frames = 0;
  std::size_t pongs = 0;
  bool accepts_frames = true;
  std::optional<CloseReason> closed;
};

class CountingPort final : public net::ClientPort {
 public:
  net::HttpResponse respond(const net::HttpRequest&) override {
    ++requests;
    return {.body = body};
  }
  bool has_web_socket_at(std::string_view path) const override { return path == "/ws"; }
  Welcome welcome(const net::HttpRequest&) const override { return ""; }
  net::WebSocketHandler& open(net::WebSocket&) override { return handler; }
  void on_tick(TimePoint) override {}
  void on_wake() override {}

  CountingHandler handler;
  std::size_t requests = 0;
  std::shared_ptr<const std::string> body;
};

/// A connection, whose turns are the test's, and the client's end of its socket.
class Scene {
 public:
  Scene() {
    std::array<int, 2> ends{};
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
    client_ = ends[1];
    shard.scratch = std::span(scratch_).first(scratch_.size() - kReadPadding);
    connection = std::make_unique<net::Connection>(ends[0], boost::asio::ip::tcp::endpoint(), shard,
                                                   nullptr);
    shard.due.push_back(shard.now);
  }
  ~Scene() { close(client_); }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void speak_web_socket() {
    connection->start(std::make_unique<net::websocket::WebSocketProtocol>(*connection, port));
  }
  void speak_http() {
    connection->start(std::make_unique<net::http::HttpProtocol>(*connection, port));
  }

  void client_sends(std::string_view bytes) const {
    REQUIRE(write(client_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

  std::size_t client_receives() {
    std::array<char, 1 << 20> buffer{};
    const auto size = read(client_, buffer.data(), buffer.size());
    return size < 0 ? 0 : static_cast<std::size_t>(size);
  }

  /// True: the connection wants another one.
  bool turn() {
    for (net::Connection* const waiting : shard.next_turn.take()) {
      if (waiting != nullptr) waiting->take_turn();
    }
    connection->on_ready(connection->is_reading(), /*writable=*/true);
    is_open = connection->flush();
    shard.touched.clear();
    return !shard.next_turn.empty();
  }

  CountingPort port;
  bool is_open = true;

 private:
  Limits limits_;
  ReverseProxies proxies_;
  net::AddressCensus census_{0, proxies_};
  StillPoller poller_;
  std::vector<char> scratch_ = std::vector<char>((std::size_t{72} << 10U) + kReadPadding);
  int client_ = -1;

 public:
  net::ShardContext shard{{limits_, proxies_, census_}, poller_, limits_.outbox_memory};
  std::unique_ptr<net::Connection> connection;
};

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a turn takes a bounded number of one client's messages, in order", "[net][turn]") {
  Scene scene;
  scene.speak_web_socket();
  constexpr std::size_t kMessages = 1000;
  std::string flood;
  for (std::size_t i = 0; i < kMessages; ++i) {
    flood += client_frame(Opcode::text, std::to_string(i));
  }
  scene.client_sends(flood);

  const auto& texts = scene.port.handler.texts;
  std::size_t turns = 1;
  for (; scene.turn(); ++turns) {
    REQUIRE(texts.size() == 64 * turns);
  }

  CHECK(turns == 1 + kMessages / 64);
  REQUIRE(texts.size() == kMessages);
  for (std::size_t i = 0; i < kMessages; ++i) REQUIRE(texts[i] == std::to_string(i));
}

TEST_CASE("a turn takes a bounded number of one client's other frames, and each is counted",
          "[net][turn]") {
  const auto frame =
      GENERATE(as<std::string>(), client_frame(Opcode::ping, ""), client_frame(Opcode::pong, ""),
               client_frame(Opcode::continuation, "", Fin::no));
  Scene scene;
  scene.speak_web_socket();
  scene.client_sends(client_frame(Opcode::text, "", Fin::no) + times(999, frame));

  std::size_t turns = 1;
  for (; scene.turn(); ++turns) {
    REQUIRE(scene.port.handler.frames == 64 * turns);
  }

  CHECK(scene.port.handler.frames == 1000);
}

TEST_CASE("a ping that its handler does not take has no answer", "[net][turn]") {
  Scene scene;
  scene.speak_web_socket();
  scene.port.handler.accepts_frames = false;
  scene.client_sends(client_frame(Opcode::ping, "a") + client_frame(Opcode::pong, "b"));

  scene.turn();

  CHECK(scene.client_receives() == 0);
  CHECK(scene.port.handler.pongs == 0);
}

TEST_CASE("a turn takes one of a client's requests", "[net][turn]") {
  const auto request = GENERATE(as<std::string>(), text_of({.target = "/healthz"}),
                                text_of({.target = "/ws"}), text_of({.method = "HEAD"}));
  Scene scene;
  scene.speak_http();
  scene.client_sends(times(200, request));

  std::size_t asked = 0;
  while (scene.turn()) {
    REQUIRE(scene.port.requests <= asked + 1);
    asked = scene.port.requests;
    scene.client_receives();
  }

  CHECK(scene.port.requests == 200);
}

TEST_CASE("a turn sends one piece of a file, however fast its client takes it", "[net][turn]") {
  Scene scene;
  scene.speak_http();
  constexpr std::size_t kPiece = std::size_t{64} << 10U;
  scene.port.body = std::make_shared<const std::string>(5 * kPiece, 'x');
  scene.client_sends(text_of({.target = "/large.txt"}));

  std::size_t received = 0;
  bool goes_on = true;
  while (goes_on) {
    goes_on = scene.turn();
    const std::size_t more = scene.client_receives();
    REQUIRE(more <= kPiece + 1000);
    received += more;
  }

  CHECK(received >= 5 * kPiece);
}

TEST_CASE("requests over the rate of a connection wait, and then are answered", "[net][turn]") {
  Scene scene;
  scene.speak_http();
  const std::string request = text_of({.target = "/healthz"});
  constexpr std::size_t kBurst = 1000;
  for (int i = 0; i < 11; ++i) {
    scene.client_sends(times(100, request));
    while (scene.turn()) scene.client_receives();
  }

  CHECK(scene.port.requests == kBurst);
  CHECK(scene.shard.metrics.limit_hits.read(Limit::http_requests) == 1);
  CHECK_FALSE(scene.connection->is_reading());

  scene.shard.now += std::chrono::seconds(2);
  scene.connection->tick(scene.shard.now);
  while (scene.turn()) scene.client_receives();
  CHECK(scene.port.requests == kBurst + 100);
}

TEST_CASE("who waits for its turn and ends, or moves, is not looked at again", "[net][turn]") {
  Scene scene;
  scene.speak_web_socket();
  scene.client_sends(times(200, client_frame(Opcode::text, "1")));
  REQUIRE(scene.turn());

  SECTION("ends") {
    scene.connection->cut(CloseReason::shutdown);
    CHECK_FALSE(scene.connection->flush());
  }
  SECTION("moves") { scene.connection->leave_shard(); }

  const auto waiting = scene.shard.next_turn.take();
  CHECK(waiting == std::vector<net::Connection*>{nullptr});
}

TEST_CASE("a client that is not read is not taken for dead before it is read again",
          "[net][heartbeat]") {
  Scene scene;
  scene.speak_web_socket();
  const auto interval_passes = [&] {
    scene.shard.now += scene.shard.limits.ping_interval;
    scene.connection->tick(scene.shard.now);
    return scene.connection->flush();
  };
  scene.connection->pause_reading(true);
  for (int i = 0; i < 10; ++i) REQUIRE(interval_passes());

  scene.connection->pause_reading(false);

  CHECK(interval_passes());
  CHECK_FALSE(interval_passes());
  CHECK(scene.port.handler.closed == CloseReason::ping_timeout);
}

}  // namespace signalbox::test::net_connection_test
