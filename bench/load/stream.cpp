// SPDX-License-Identifier: MIT
#include "stream.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

constexpr std::uint32_t kFirstSource = 0x7F010000;  // 127.1.0.0

void enable(int descriptor, int level, int option, const char* what) {
  const int on = 1;
  if (setsockopt(descriptor, level, option, &on, sizeof on) != 0) throw_errno(what);
}

void bind_source(int descriptor, std::uint32_t source) {
  // The port is chosen when it is known whom it is for: the same one serves for each source.
  enable(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, "IP_BIND_ADDRESS_NO_PORT");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(kFirstSource + source);
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw_errno("binding a client to a loopback address of its own");
  }
}

}  // namespace

void Stream::connect(const Target& target, std::uint32_t source) {
  close();
  const int family = target.address.ss_family;
  descriptor_ = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) throw_errno("opening one more socket");
  enable(descriptor_, IPPROTO_TCP, TCP_NODELAY, "TCP_NODELAY");
  if (source != 0 && family == AF_INET) bind_source(descriptor_, source);
  const auto* const address = reinterpret_cast<const sockaddr*>(&target.address);
  if (::connect(descriptor_, address, target.address_size) != 0 && errno != EINPROGRESS) {
    throw_errno("connecting to " + target.text);
  }
  if (target.tls) tls_.emplace(*target.tls, descriptor_, target.server_name);
}

void Stream::finish_connecting() const {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) throw Failure(std::string("cannot connect: ") + std::strerror(error));
}

std::ptrdiff_t Stream::read(std::span<char> into) {
  if (tls_) return tls_->read(into);
  const ssize_t got = recv(descriptor_, into.data(), into.size(), 0);
  if (got >= 0) return got;
  return errno == EAGAIN || errno == EINTR ? -1 : 0;
}

std::ptrdiff_t Stream::write(std::string_view bytes) {
  if (tls_) return tls_->write(bytes);
  const ssize_t sent = send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return sent;
  return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

void Stream::close() {
  if (tls_) tls_->say_goodbye();
  tls_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

}  // namespace signalbox::bench
