// SPDX-License-Identifier: MIT
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>

#include "signalbox/net/listening_socket.hpp"

namespace signalbox::net {
namespace {

using boost::asio::local::stream_protocol;
using boost::system::error_code;

void check(bool is_right, int error) {
  if (!is_right) throw boost::system::system_error(error, boost::system::system_category());
}

/// Whether the file is a socket that a process has left behind.
bool is_stale(boost::asio::io_context& io, const std::filesystem::path& path) {
  if (!std::filesystem::is_socket(path)) return false;
  stream_protocol::socket socket(io);
  error_code error;
  socket.connect(path.string(), error);
  return error == boost::asio::error::connection_refused;
}

void bind(stream_protocol::acceptor& acceptor, boost::asio::io_context& io,
          const std::filesystem::path& path) {
  error_code error;
  acceptor.bind(path.string(), error);
  if (error == boost::asio::error::address_in_use && is_stale(io, path)) {
    std::filesystem::remove(path);
    acceptor.bind(path.string(), error);
  }
  if (error) throw boost::system::system_error(error);
}

void give_to(const std::string& group, const std::filesystem::path& path) {
  if (group.empty()) return;
  const struct group* const entry = ::getgrnam(group.c_str());
  check(entry != nullptr, EINVAL);
  check(::chown(path.c_str(), static_cast<uid_t>(-1), entry->gr_gid) == 0, errno);
}

}  // namespace

ListeningSocket listen_on_path(boost::asio::io_context& io, const std::filesystem::path& path,
                               unsigned mode, const std::string& group) {
  stream_protocol::acceptor acceptor(io, stream_protocol());
  bind(acceptor, io, path);
  try {
    // Nobody can connect until it listens, so nobody comes in before this is settled.
    give_to(group, path);
    check(::chmod(path.c_str(), mode) == 0, errno);
    acceptor.listen(stream_protocol::acceptor::max_listen_connections);
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
  return {boost::asio::posix::stream_descriptor(io, acceptor.release()), path};
}

}  // namespace signalbox::net
