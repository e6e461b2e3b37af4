// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/system/system_error.hpp>
#include <cstdlib>
#include <string_view>

#include "signalbox/base/text/parse_number.hpp"
#include "signalbox/net/listening_socket.hpp"

namespace signalbox::net {
namespace {

constexpr int kFirst = 3;  // SD_LISTEN_FDS_START

/// Returns 0 if it is not set, or to no number.
int number_in(const char* variable) {
  const char* const value = std::getenv(variable);
  return value == nullptr ? 0 : parse_number<int>(value).value_or(0);
}

int option_of(int descriptor, int option) {
  int value = 0;
  socklen_t size = sizeof(value);
  return ::getsockopt(descriptor, SOL_SOCKET, option, &value, &size) == 0 ? value : 0;
}

}  // namespace

std::vector<ListeningSocket> sockets_from_systemd(boost::asio::io_context& io) {
  std::vector<ListeningSocket> sockets;
  if (number_in("LISTEN_PID") != ::getpid()) return sockets;
  const int count = number_in("LISTEN_FDS");
  for (int descriptor = kFirst; descriptor < kFirst + count; ++descriptor) {
    if (option_of(descriptor, SO_ACCEPTCONN) == 0 ||
        option_of(descriptor, SO_TYPE) != SOCK_STREAM) {
      throw boost::system::system_error(EINVAL, boost::system::system_category());
    }
    (void)::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    sockets.push_back({boost::asio::posix::stream_descriptor(io, descriptor)});
  }
  return sockets;
}

}  // namespace signalbox::net
