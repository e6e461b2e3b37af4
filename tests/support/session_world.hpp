// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/router.hpp"
#include "app/routes.hpp"
#include "app/worker.hpp"
#include "signalbox/dialect/native.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/net/shard_parts.hpp"
#include "signalbox/net/static_files.hpp"
#include "support/log_capture.hpp"
#include "support/padded.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test {

using Json = nlohmann::json;

/// A WebSocket without a network: its client is the test.
class FakeSocket final : public net::WebSocket {
 public:
  void send_text(std::string_view text) override { heard.emplace_back(text); }
  std::optional<Limit> used_up(net::OutboxShare share) override {
    return used && share >= *used ? std::optional(Limit::max_outbox) : std::nullopt;
  }
  void close(CloseReason reason) override { closed = reason; }
  void ping() override { pings.push_back(handler->ping_payload()); }
  void set_handler(net::WebSocketHandler* new_handler) override { handler = new_handler; }
  void move_to(net::Shard& shard, std::string_view text, const net::Conduct& conduct) override {
    handler = nullptr;
    moving_to = &shard;
    moving_for = text;
    moving_after = conduct;
    ++moves;
  }
  void pause_reading(bool paused) override { is_paused = paused; }
  void set_known(bool is_known) override { is_client_known = is_known; }
  void tick_soon() override {}
  std::string_view opening() const override { return said; }
  std::string remote_address() const override { return address + ":4711"; }
  std::string logged_address() const override { return remote_address(); }
  net::AddressBlock address_block() const override {
    return net::block_of(boost::asio::ip::make_address(address));
  }

  net::WebSocketHandler* handler = nullptr;
  std::vector<std::string> heard;
  std::vector<std::string> pings;
  std::optional<CloseReason> closed;
  bool is_paused = false;
  bool is_client_known = false;
  std::string address = "192.0.2.1";
  std::optional<net::OutboxShare> used;  ///< of what may wait; nothing: next to nothing waits
  std::string said;                      ///< in the request that opened it
  net::Shard* moving_to = nullptr;
  std::string moving_for;
  std::optional<net::Conduct> moving_after;
  int moves = 0;
};

/// Sessions, workers and hub as in the server, with neither network nor threads: the test says when
/// a worker reads its mailbox and what time it is.
class SessionWorld {
 public:
  explicit SessionWorld(
      std::size_t workers = 1, Limits limits = {}, OnDuplicate on_duplicate = OnDuplicate::reject,
      std::shared_ptr<const auth::Authenticator> authenticator = std::make_shared<auth::OpenDoor>())
      : limits_(limits),
        authenticator_(std::move(authenticator)),
        hub_(router_, limits_, on_duplicate) {
    for (std::size_t i = 0; i < workers; ++i) {
      shards_.push_back(std::make_unique<net::Shard>(net::ShardParts{limits_, proxies_, census_},
                                                     limits_.outbox_memory, net::kBestPoller));
      workers_.push_back(
          std::make_unique<app::Worker>(static_cast<std::uint16_t>(i),
                                        app::Worker::Parts{.limits = limits_,
                                                           .hub = hub_,
                                                           .logins = logins_,
                                                           .failed_logins = failed_logins_,
                                                           .authenticator = authenticator_,
                                                           .webhooks = webhooks_,
                                                           .routes = routes_,
                                                           .shard = *shards_.back(),
                                                           .router = router_,
                                                           .ice_servers = ice_servers_,
                                                           .most_mail = limits_.mail_memory,
                                                           .now = [this] { return now; }},
                                        dialect::make_native({.version = "0"})));
    }
    router_.connect(workers_, hub_);
  }

  FakeSocket& connect(std::size_t worker = 0) {
    FakeSocket& socket = sockets_.emplace_back();
    socket.handler = &workers_[worker]->open(socket);
    return socket;
  }

  /// The client says something, and all that comes of it happens.
  void say(FakeSocket& socket, std::string_view text) {
    const Padded message{std::string(text)};
    socket.handler->on_text(message.text());
    arrive(socket);
    settle();
  }

  /// What the client hears at once.
  Json ask(FakeSocket& socket, std::string_view text) {
    socket.heard.clear();
    say(socket, text);
    return socket.heard.empty() ? Json() : Json::parse(socket.heard.front());
  }

  /// All workers read their mailboxes until nothing is left in them.
  void settle() {
    // A message to another worker, its answer, and what that causes.
    constexpr int kRounds = 6;
    for (int i = 0; i < kRounds; ++i) {
      for (const auto& worker : workers_) worker->on_wake();
    }
  }

  /// The connection is over; the server notices.
  void drop(FakeSocket& socket, CloseReason reason = CloseReason::connection_lost) {
    if (auto* const handler = std::exchange(socket.handler, nullptr)) handler->on_closed(reason);
    settle();
  }

  void pass(std::chrono::milliseconds time) {
    now += time;
    for (const auto& worker : workers_) worker->on_tick(now);
    settle();
  }

  /// The client's WebSocket answers a ping.
  void pong(FakeSocket& socket) { socket.handler->on_pong(socket.handler->ping_payload()); }

  std::size_t logged_in() const { return hub_.logged_in(); }
  app::Worker& worker(std::size_t number) { return *workers_[number]; }
  std::size_t workers() const { return workers_.size(); }
  const std::vector<std::unique_ptr<app::Worker>>& all_workers() const { return workers_; }
  const std::vector<std::unique_ptr<net::Shard>>& all_shards() const { return shards_; }
  domain::Hub& hub() { return hub_; }
  app::Routes& routes() { return routes_; }
  const LogCapture& log() const { return log_; }

  TimePoint now{};

 private:
  void arrive(FakeSocket& socket) {
    if (socket.moving_to == nullptr) return;
    for (std::size_t i = 0; i < shards_.size(); ++i) {
      if (shards_[i].get() == socket.moving_to) socket.handler = &workers_[i]->open(socket);
    }
    socket.moving_to = nullptr;
    const Padded message{std::exchange(socket.moving_for, {})};
    socket.handler->on_arrival(message.text(), *socket.moving_after);
  }

  LogCapture log_;
  TemporaryDirectory page_;
  net::StaticFiles files_{page_.path()};
  app::Routes routes_{files_};
  Limits limits_;
  ReverseProxies proxies_;
  app::LoginThrottle logins_{limits_.address_logins};
  app::LoginThrottle failed_logins_{limits_.address_login_failures};
  std::shared_ptr<const auth::Authenticator> authenticator_;
  auth::Webhooks webhooks_{{}};
  net::AddressCensus census_{limits_.address_connections, proxies_};
  app::Router router_;
  std::shared_ptr<const app::IceServers> ice_servers_ =
      std::make_shared<const app::IceServers>(Settings{});
  domain::Hub hub_;
  std::vector<std::unique_ptr<net::Shard>> shards_;
  std::vector<std::unique_ptr<app::Worker>> workers_;
  std::deque<FakeSocket> sockets_;
};

}  // namespace signalbox::test
