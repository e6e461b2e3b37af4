// SPDX-License-Identifier: MIT
#include "net/socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace signalbox::net {
namespace {

Transfer result_of(ssize_t moved) {
  if (moved > 0) return {Transfer::Status::done, static_cast<std::size_t>(moved)};
  const bool again = moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return {again ? Transfer::Status::blocked : Transfer::Status::ended};
}

}  // namespace

Socket::~Socket() { ::close(descriptor_); }

Transfer Socket::read(std::span<char> into) const {
  return result_of(::recv(descriptor_, into.data(), into.size(), MSG_DONTWAIT));
}

Transfer Socket::write(std::string_view bytes) const {
  return result_of(::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL));
}

void Socket::finish_writing() const { ::shutdown(descriptor_, SHUT_WR); }

}  // namespace signalbox::net
