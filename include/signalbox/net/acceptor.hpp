// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "signalbox/base/limit_hits.hpp"
#include "signalbox/base/line_limit.hpp"
#include "signalbox/net/address_census.hpp"
#include "signalbox/net/listening_socket.hpp"
#include "signalbox/net/tls_context.hpp"

namespace signalbox::net {

class Shard;

/// Accepts on one address, each client onto the shard with the fewest. When descriptors run out
/// it rests for a while, twice as long each time, and says so once.
class Acceptor {
 public:
  /// `tls` is null where clients speak without it.
  Acceptor(boost::asio::io_context& io, ListeningSocket socket,
           std::shared_ptr<const TlsContext> tls);
  ~Acceptor() { close(); }
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;
  Acceptor(Acceptor&&) = delete;
  Acceptor& operator=(Acceptor&&) = delete;

  /// The address as it was bound, with the port that was chosen for port 0. Of a Unix socket: ::.
  boost::asio::ip::tcp::endpoint local();

  /// Of a Unix socket; otherwise empty.
  std::filesystem::path path();

  /// How many clients there may be, over all acceptors of the same shards.
  struct Places {
    std::size_t max_connections;
    /// For as many there are descriptors, beside those that are kept for other things.
    std::size_t open_files = std::numeric_limits<std::size_t>::max();
  };

  /// Runs on `io`'s thread until `close`. `shards` and `census` must live until then; clients for
  /// whom there is no place, and those of an address that has as many as it may, are turned away,
  /// those without TLS with 503.
  void start(std::span<Shard* const> shards, AddressCensus& census, const Places& places);

  /// `io`'s thread: for those who are still to come.
  void set_max_connections(std::size_t max_connections) {
    places_.max_connections = max_connections;
  }
  void set_tls(std::shared_ptr<const TlsContext> tls) { tls_ = std::move(tls); }

  /// Removes a Unix socket's file, too.
  void close();

  /// Any thread: how often it has turned a client away, or rested, and why.
  const LimitHits& limit_hits() const { return limit_hits_; }

 private:
  void wait();
  void accept_waiting();
  void rest(int error);
  void end_rest();
  void place(int descriptor, const boost::asio::ip::tcp::endpoint& remote);

  ListeningSocket socket_;
  boost::asio::steady_timer rest_timer_;
  std::shared_ptr<const TlsContext> tls_;  ///< for those who are still to come
  std::chrono::milliseconds rest_{0};      ///< 0: not short of descriptors
  LineLimit lines_;                        ///< shortages may come and go
  bool is_rest_told_ = false;
  std::vector<Shard*> shards_;
  AddressCensus* census_ = nullptr;
  Places places_{};
  LimitHits limit_hits_;
};

}  // namespace signalbox::net
