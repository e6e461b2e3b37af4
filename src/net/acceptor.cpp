// SPDX-License-Identifier: MIT
#include "signalbox/net/acceptor.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "signalbox/net/shard.hpp"

namespace signalbox::net {
namespace {

using boost::asio::ip::tcp;

/// Accepted at a time, so that a flood of clients leaves those who are in their turn.
constexpr int kBatch = 64;

/// The end of a socket; one that is no Internet address has the address ::.
struct SocketName {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);

  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }

  tcp::endpoint endpoint() {
    tcp::endpoint endpoint(tcp::v6(), 0);
    if (storage.ss_family != AF_INET && storage.ss_family != AF_INET6) return endpoint;
    std::memcpy(endpoint.data(), &storage, size);
    endpoint.resize(size);
    return endpoint;
  }
};

SocketName name_of(int descriptor) {
  SocketName name;
  (void)::getsockname(descriptor, name.data(), &name.size);
  return name;
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

Acceptor::Acceptor(boost::asio::io_context& io, ListeningSocket socket,
                   std::shared_ptr<const TlsContext> tls)
    : socket_(std::move(socket)), rest_timer_(io), tls_(std::move(tls)) {
  // Accepted sockets inherit it: a message of one turn is whole and shall not wait for others. A
  // Unix socket has no such option and no such delay.
  const int yes = 1;
  (void)::setsockopt(socket_.descriptor.native_handle(), IPPROTO_TCP, TCP_NODELAY, &yes,
                     sizeof(yes));
  socket_.descriptor.native_non_blocking(true);
}

tcp::endpoint Acceptor::local() { return name_of(socket_.descriptor.native_handle()).endpoint(); }

std::filesystem::path Acceptor::path() {
  const SocketName name = name_of(socket_.descriptor.native_handle());
  if (name.storage.ss_family != AF_UNIX) return {};
  return reinterpret_cast<const sockaddr_un&>(name.storage).sun_path;
}

void Acceptor::start(std::span<Shard* const> shards, AddressCensus& census, const Places& places) {
  census_ = &census;
  shards_.assign(shards.begin(), shards.end());
  places_ = places;
  wait();
}

void Acceptor::close() {
  rest_timer_.cancel();
  boost::system::error_code ignored;
  socket_.descriptor.close(ignored);
  // Once: a server that starts meanwhile may have made a file of its own there.
  const std::filesystem::path file = std::exchange(socket_.file, {});
  std::error_code missing;
  if (!file.empty()) std::filesystem::remove(file, missing);
}

void Acceptor::wait() {
  auto& descriptor = socket_.descriptor;
  descriptor.async_wait(descriptor.wait_read, [this](const boost::system::error_code& error) {
    if (!error && socket_.descriptor.is_open()) accept_waiting();
  });
}

void Acceptor::accept_waiting() {
  for (int accepted = 0; accepted < kBatch; ++accepted) {
    SocketName remote;
    const int descriptor = ::accept4(socket_.descriptor.native_handle(), remote.data(),
                                     &remote.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0 && is_shortage(errno)) return rest(errno);
    if (descriptor < 0) {
      // Only when nobody waits any more is a shortage over, not when one more was let in.
      end_rest();
      break;
    }
    place(descriptor, remote.endpoint());
  }
  wait();
}

void Acceptor::rest(int error) {
  using std::chrono::milliseconds;
  limit_hits_.add(Limit::open_files);
  if (rest_ == milliseconds(0) && lines_.take(Clock::now())) {
    is_rest_told_ = true;
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
  if (std::exchange(is_rest_told_, false)) spdlog::info("accepting clients again");
  rest_ = std::chrono::milliseconds(0);
}

void Acceptor::place(int descriptor, const tcp::endpoint& remote) {
  std::size_t all = 0;
  for (const Shard* shard : shards_) all += shard->connections();
  std::optional<Limit> passed;
  if (all >= places_.max_connections) {
    passed = Limit::max_connections;
  } else if (all >= places_.open_files) {
    passed = Limit::open_files;
  } else if (!census_->enter(remote.address())) {
    passed = Limit::max_connections_per_address;
  }
  if (passed) {
    limit_hits_.add(*passed);
    return turn_away(descriptor, tls_ != nullptr);
  }
  (*std::ranges::min_element(shards_, {}, &Shard::connections))->adopt(descriptor, remote, tls_);
}

}  // namespace signalbox::net
