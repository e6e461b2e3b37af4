// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/luggage.hpp"
#include "net/outbox.hpp"
#include "net/poller.hpp"
#include "net/protocol.hpp"
#include "net/transport.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::net {

class ClientPort;
class Shard;
class ShardContext;

/// One client's connection: moves bytes between its socket and its protocol. What is sent is
/// collected and written once, at the end of the loop's turn. Belongs to its shard's thread.
class Connection final : public Pollable {
 public:
  /// `tls` is null where clients speak without it; it need not outlive the call.
  Connection(int descriptor, boost::asio::ip::tcp::endpoint remote, ShardContext& shard,
             const TlsContext* tls);

  /// Must be called once, before anything else.
  void start(std::unique_ptr<Protocol> protocol);

  void on_ready(bool readable, bool writable) override;

  /// Queues one message's bytes. A client for whom more waits than the limits allow is cut.
  void send(std::string_view head, std::string_view body = {});

  /// See WebSocket.
  std::optional<Limit> used_up(OutboxShare share);

  /// What is kept of a message that has not come whole yet. Where that is too much for all clients,
  /// those of the address that has most of it are cut.
  void hold_unfinished(std::size_t bytes) {
    if (bytes != 0 || holds_unfinished_) note_unfinished(bytes);
  }

  /// A paused one is looked at by the next sweep, for whoever paused it to take it up again.
  void pause_reading(bool paused);
  /// What has come but is not read stays for later.
  bool is_reading() const { return interest_.read && !departing_ && turn_place_ == 0; }

  /// A turn does no more than a bounded amount of work for one client: the rest is for the next
  /// one, and nothing is read until then.
  void wait_for_turn();
  /// That turn.
  void take_turn();

  /// Ends politely, from the end of this turn on: what is queued is sent, the protocol says why,
  /// the client closes. One that does not is cut after the close timeout.
  void finish(CloseReason reason);

  bool is_finishing() const { return finishing_.has_value(); }

  /// The protocol's last word is on its way.
  bool has_said_goodbye() const { return said_goodbye_; }

  /// Ends at the end of this turn; what is queued is lost.
  void cut(CloseReason reason);

  /// End of the turn. Returns false if the connection has ended and must be destroyed.
  bool flush();

  /// For deadlines; says when to call it next.
  TimePoint tick(TimePoint now);
  /// The next sweep calls it, because there is a deadline that it does not know.
  void tick_soon();

  /// Goes on at another shard, at the end of this turn. Nothing more is read until then.
  void depart(Shard& to, Luggage luggage);
  /// The two halves of that, each on its shard's thread. The second throws std::system_error if
  /// the kernel refuses.
  void leave_shard();
  void enter_shard(ShardContext& shard, ClientPort& port, Luggage luggage);

  /// TLS begins, here with bytes that have come already. Throws std::bad_alloc.
  void begin_tls(const TlsContext& tls, std::string_view received);

  /// The address of the client. Before a proxy has told it, that of the proxy.
  const boost::asio::ip::tcp::endpoint& remote() const { return remote_; }
  /// Returns false if that client has as many connections as it may.
  bool set_remote(const boost::asio::ip::tcp::endpoint& remote);

  std::string_view opening() const { return opening_ ? std::string_view(*opening_) : ""; }
  void set_opening(std::string opening);

  /// For people: 192.0.2.1:4711.
  std::string remote_address() const;
  std::string logged_address() const;
  boost::asio::ip::address address() const { return remote_.address(); }
  ShardContext& shard() const { return *shard_; }

  std::size_t place = 0;  ///< among the shard's connections, and in its `due`
  bool touched = false;   ///< is to be flushed at the end of this turn

 private:
  std::uint32_t turn_place_ = 0;  ///< in the shard's `next_turn`; 0: it has none

  void read();
  void read_once();
  std::size_t feed(std::span<char> bytes);
  void keep_unconsumed(std::span<const char> bytes);
  void write();
  void end_writing();
  bool write_ahead();
  void note_unfinished(std::size_t bytes);
  void forget_memory();
  void wait_to_write();
  bool holds_unread() const { return unconsumed_ || transport_.holds_unread(); }
  void read_rest();
  void leave_turn();
  void say_goodbye();
  void set_interest(Interest interest);
  void set_deadline(TimePoint deadline);
  void touch();

  ShardContext* shard_;
  Transport transport_;
  std::unique_ptr<Protocol> protocol_;
  /// What the protocol did not take, with `kReadPadding` bytes behind it; null: it took all.
  std::unique_ptr<std::string> unconsumed_;
  Outbox outbox_;
  TimePoint deadline_ = TimePoint::max();  ///< of a stalled write, or of closing
  boost::asio::ip::tcp::endpoint remote_;
  Interest interest_{};
  bool said_goodbye_ = false;  ///< nothing more is sent
  bool departing_ = false;
  bool holds_unfinished_ = false;
  std::optional<CloseReason> finishing_;
  std::optional<CloseReason> ended_;
  std::unique_ptr<const std::string> opening_;  ///< null: empty
};

}  // namespace signalbox::net
