// SPDX-License-Identifier: MIT
#include "support/raw_client.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

namespace signalbox::test {
namespace {

std::runtime_error failure(const std::string& what) {
  return std::runtime_error(what + ": " + std::strerror(errno));
}

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Address path_of(const std::string& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof name.sun_path - 1);
  Address address{.size = sizeof name};
  std::memcpy(&address.storage, &name, sizeof name);
  return address;
}

Address resolve(const std::string& host, std::uint16_t port) {
  if (host.starts_with('/')) return path_of(host);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    throw failure("getaddrinfo " + host);
  }
  Address address{.size = found->ai_addrlen};
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
  return address;
}

bool is_ready(int descriptor, short events, std::chrono::milliseconds patience) {
  pollfd entry{.fd = descriptor, .events = events, .revents = 0};
  return poll(&entry, 1, static_cast<int>(patience.count())) > 0;
}

/// Whole messages and no extensions: RFC 6455 section 5.2. A mask makes the length look too long.
bool may_begin(unsigned char first_byte) {
  switch (first_byte) {
    case 0x81:
    case 0x82:
    case 0x88:
    case 0x89:
    case 0x8A:
      return true;
    default:
      return false;
  }
}

/// The second byte of an unmasked frame.
std::size_t form_of(std::size_t payload_size) {
  return payload_size < 126 ? payload_size : payload_size <= 0xFFFF ? 126 : 127;
}

}  // namespace

std::uint16_t ServerFrame::close_code() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  const auto high = static_cast<unsigned char>(payload[0]);
  const auto low = static_cast<unsigned char>(payload[1]);
  return static_cast<std::uint16_t>(high << 8U | low);
}

RawClient::RawClient(std::uint16_t port) : RawClient(port, Options{}) {}

RawClient::RawClient(std::uint16_t port, const Options& options) {
  const Address address = resolve(options.host, port);
  descriptor_ = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) throw failure("socket");
  if (options.receive_buffer != 0) {
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer,
               sizeof options.receive_buffer);
  }
  if (!options.from.empty()) {
    const Address own = resolve(options.from, 0);
    if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&own.storage), own.size) != 0) {
      throw failure("bind");
    }
  }
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address.storage), address.size) !=
      0) {
    close(descriptor_);
    throw failure("connect");
  }
  // Each `send` is a segment of its own, however short.
  const int on = 1;
  setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (options.tls) begin_tls(*options.tls);
}

RawClient::~RawClient() {
  if (descriptor_ >= 0) close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      tls_(std::move(other.tls_)),
      received_(std::move(other.received_)) {}

RawClient& RawClient::operator=(RawClient&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(tls_, other.tls_);
  std::swap(received_, other.received_);
  return *this;
}

bool RawClient::send(std::string_view bytes) {
  if (!tls_) return send_raw(bytes);
  tls_->send(bytes);
  return send_raw(tls_->take_ciphertext());
}

void RawClient::begin_tls(const TlsClient::Options& options, std::string_view before) {
  tls_ = std::make_unique<TlsClient>(options);
  send_raw(std::string(before) + tls_->take_ciphertext());
  while (!tls_->is_connected()) {
    if (!receive_some()) throw std::runtime_error("TLS handshake: " + tls_->error());
  }
}

bool RawClient::send_raw(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!is_ready(descriptor_, POLLOUT, kPatience)) throw std::runtime_error("send: too slow");
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() { shutdown(descriptor_, SHUT_WR); }

bool RawClient::is_readable(std::chrono::milliseconds patience) {
  return !received_.empty() || is_ready(descriptor_, POLLIN, patience);
}

std::chrono::milliseconds RawClient::since_received() const {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(descriptor_, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) throw failure("TCP_INFO");
  return std::chrono::milliseconds(info.tcpi_last_data_recv);
}

std::string RawClient::receive(std::size_t count) {
  while (received_.size() < count && receive_some()) {
  }
  return take(count);
}

std::string RawClient::receive_until(std::string_view mark) {
  while (received_.find(mark) == std::string::npos && receive_some()) {
  }
  const auto found = received_.find(mark);
  return take(found == std::string::npos ? found : found + mark.size());
}

std::string RawClient::receive_all() {
  while (receive_some()) {
  }
  return take(std::string::npos);
}

void RawClient::upgrade(std::string_view more) {
  send(upgrade_request("/ws", more));
  const std::string answer = receive_until("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("upgrade: " + answer);
}

ServerFrame RawClient::receive_frame() {
  const std::string start = receive(2);
  if (start.size() < 2) return {};
  const std::size_t form = static_cast<unsigned char>(start[1]);
  std::size_t size = form;
  if (form == 126 || form == 127) {
    size = 0;
    for (const char byte : receive(form == 126 ? 2 : 8)) {
      size = size << 8U | static_cast<unsigned char>(byte);
    }
  }
  const int opcode = start[0] & 0x0F;
  if (!may_begin(static_cast<unsigned char>(start[0])) || form != form_of(size) ||
      (opcode >= 8 && size > 125)) {
    throw std::runtime_error("a frame that no server may send");
  }
  return {opcode, receive(size)};
}

/// False: the connection has ended.
bool RawClient::receive_some() {
  if (!is_ready(descriptor_, POLLIN, kPatience)) {
    throw std::runtime_error("nothing comes after '" + received_.substr(0, 200) + "'");
  }
  std::array<char, 64 * 1024> buffer{};
  const auto size = recv(descriptor_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  return take_in({buffer.data(), static_cast<std::size_t>(size)});
}

/// False: that was the last.
bool RawClient::take_in(std::string_view bytes) {
  if (!tls_) {
    received_ += bytes;
    return true;
  }
  const bool goes_on = tls_->receive(bytes);
  received_ += tls_->take_plaintext();
  send_raw(tls_->take_ciphertext());
  return goes_on;
}

std::string RawClient::take(std::size_t count) {
  std::string front = received_.substr(0, count);
  received_.erase(0, count);
  return front;
}

}  // namespace signalbox::test
