// SPDX-License-Identifier: MIT
#include "signalbox/net/acceptor.hpp"

#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "signalbox/net/shard.hpp"

namespace signalbox::net {
namespace {

using boost::asio::ip::tcp;

/// Accepted at a time, so that a flood of clients leaves those who are in their turn.
constexpr int kBatch = 64;

tcp::endpoint resolve(boost::asio::io_context& io, const std::string& host, std::uint16_t port) {
  if (host.empty()) return {tcp::v6(), port};
  tcp::resolver resolver(io);
  return *resolver.resolve(host, std::to_string(port), tcp::resolver::passive).begin();
}

void turn_away(int descriptor, bool has_tls) {
  constexpr std::string_view kBusy =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
  // The socket is new: its buffer has room for this, and a client that is gone does not matter. A
  // handshake to say it in TLS is what a busy server saves.
  if (!has_tls) (void)::send(descriptor, kBusy.data(), kBusy.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::close(descriptor);
}

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Acceptor::Acceptor(boost::asio::io_context& io, const std::string& host, std::uint16_t port,
                   std::shared_ptr<const TlsContext> tls)
    : acceptor_(io), rest_timer_(io), tls_(std::move(tls)) {
  const tcp::endpoint endpoint = resolve(io, host, port);
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address(true));
  if (host.empty()) acceptor_.set_option(boost::asio::ip::v6_only(false));
  // Accepted sockets inherit it: a message of one turn is whole and shall not wait for others.
  acceptor_.set_option(tcp::no_delay(true));
  acceptor_.bind(endpoint);
  acceptor_.listen(tcp::acceptor::max_listen_connections);
  acceptor_.native_non_blocking(true);
}

void Acceptor::start(std::span<Shard* const> shards, std::size_t max_connections) {
  shards_.assign(shards.begin(), shards.end());
  max_connections_ = max_connections;
  wait();
}

void Acceptor::close() {
  rest_timer_.cancel();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

void Acceptor::wait() {
  acceptor_.async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
    if (!error && acceptor_.is_open()) accept_waiting();
  });
}

void Acceptor::accept_waiting() {
  for (int accepted = 0; accepted < kBatch; ++accepted) {
    tcp::endpoint remote;
    auto size = static_cast<socklen_t>(remote.capacity());
    const int descriptor =
        ::accept4(acceptor_.native_handle(), remote.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0 && is_shortage(errno)) return rest(errno);
    if (descriptor < 0) {
      // Only when nobody waits any more is a shortage over, not when one more was let in.
      end_rest();
      break;
    }
    remote.resize(size);
    place(descriptor, remote);
  }
  wait();
}

void Acceptor::rest(int error) {
  using std::chrono::milliseconds;
  if (rest_ == milliseconds(0)) {
    spdlog::warn(
        "cannot accept clients: {}; they wait. Raise the limit of open files "
        "(ulimit -n, LimitNOFILE) or lower --max-connections",
        std::strerror(error));
  }
  rest_ = std::clamp(rest_ * 2, milliseconds(10), milliseconds(1000));
  rest_timer_.expires_after(rest_);
  rest_timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) accept_waiting();
  });
}

void Acceptor::end_rest() {
  if (rest_ == std::chrono::milliseconds(0)) return;
  spdlog::info("accepting clients again");
  rest_ = std::chrono::milliseconds(0);
}

void Acceptor::place(int descriptor, const tcp::endpoint& remote) {
  std::size_t all = 0;
  for (const Shard* shard : shards_) all += shard->connections();
  if (all >= max_connections_) return turn_away(descriptor, tls_ != nullptr);
  (*std::ranges::min_element(shards_, {}, &Shard::connections))->adopt(descriptor, remote, tls_);
}

}  // namespace signalbox::net
