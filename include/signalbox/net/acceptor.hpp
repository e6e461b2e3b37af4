// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "signalbox/net/tls_context.hpp"

namespace signalbox::net {

class Shard;

/// Accepts on one address, each client onto the shard with the fewest. When descriptors run out
/// it rests for a while, twice as long each time, and says so once.
class Acceptor {
 public:
  /// Binds and listens. `host` is a numeric address or a name; empty: every address, IPv6 and
  /// IPv4. `tls` is null where clients speak without it. Throws boost::system::system_error.
  Acceptor(boost::asio::io_context& io, const std::string& host, std::uint16_t port,
           std::shared_ptr<const TlsContext> tls);

  /// The address as it was bound, with the port that was chosen for port 0.
  boost::asio::ip::tcp::endpoint local() const { return acceptor_.local_endpoint(); }

  /// Runs on `io`'s thread until `close`. `shards` must live until then; clients above
  /// `max_connections` are turned away, those without TLS with 503.
  void start(std::span<Shard* const> shards, std::size_t max_connections);

  void close();

 private:
  void wait();
  void accept_waiting();
  void rest(int error);
  void end_rest();
  void place(int descriptor, const boost::asio::ip::tcp::endpoint& remote);

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer rest_timer_;
  std::shared_ptr<const TlsContext> tls_;  ///< for those who are still to come
  std::chrono::milliseconds rest_{0};      ///< 0: not short of descriptors
  std::vector<Shard*> shards_;
  std::size_t max_connections_ = 0;
};

}  // namespace signalbox::net
