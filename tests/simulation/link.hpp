// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/session/opening.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::simulation {

class Referee;
struct Record;

/// What goes over a link in either direction.
struct Frame {
  enum class Kind : std::uint8_t { text, ping, pong, close };
  Kind kind;
  std::string text{};
  CloseReason reason = CloseReason::connection_lost;  ///< of a close
};

/// One client's connection, of which each side learns only what arrives.
class Link final : public net::WebSocket {
 public:
  Link(Referee& referee, std::size_t client_number, std::size_t worker_number, std::size_t outbox,
       std::string_view realm)
      : client(client_number),
        worker(worker_number),
        referee_(referee),
        outbox_bytes_(outbox),
        opening_(app::text_of({.realm = realm})) {}

  void send_text(std::string_view text) override;
  std::optional<Limit> used_up(net::OutboxShare share) override;
  void close(CloseReason reason) override;
  void ping() override;
  void pause_reading(bool /*paused*/) override {}  ///< nobody has a limit to his messages
  void set_known(bool /*is_known*/) override {}
  void tick_soon() override {}  ///< all are looked at whenever time passes
  void set_handler(net::WebSocketHandler* new_handler) override { handler = new_handler; }
  void move_to(net::Shard& shard, std::string_view text, const net::Conduct& conduct) override;
  std::string_view opening() const override { return opening_; }
  std::string_view realm() const { return app::parse_opening(opening_).realm; }
  std::string remote_address() const override { return "192.0.2.1:4711"; }
  std::string logged_address() const override { return remote_address(); }
  net::AddressBlock address_block() const override { return net::AddressBlock{client % 3}; }

  /// Nothing arrives any more, which neither side knows yet.
  void cut();

  /// From the client.
  void say(Frame frame);

  /// The next frame reaches the client.
  Frame take_for_client();

  const std::size_t client;
  std::size_t worker;
  net::WebSocketHandler* handler = nullptr;  ///< null: nobody hears the client
  bool is_open = true;                       ///< to the server
  bool is_cut = false;
  std::optional<CloseReason> closing;  ///< at the end of the server's turn

  std::deque<Frame> to_server;
  std::deque<Frame> to_client;

  net::Shard* moving_to = nullptr;
  std::string moving_for;
  std::optional<net::Conduct> moving_after;

  // The referee's.
  Record* record = nullptr;  ///< null: nobody is logged in over it
  std::string token;         ///< which the login that is under way shows
  std::size_t claimed = 0;   ///< messages that the client says it has
  std::size_t next = 0;      ///< the number in its session of the next text to the client

 private:
  void put(Frame frame);

  Referee& referee_;
  std::size_t outbox_bytes_;
  std::string opening_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace signalbox::simulation
