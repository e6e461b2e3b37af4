// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace signalbox::net {

/// A socket that listens, for an Acceptor to take over.
struct ListeningSocket {
  boost::asio::posix::stream_descriptor descriptor;
  std::filesystem::path file{};  ///< to be removed with it; empty: none
};

// All of these throw boost::system::system_error.

/// `host` is a numeric address or a name; empty: every address, IPv6 and IPv4.
ListeningSocket listen_on_address(boost::asio::io_context& io, const std::string& host,
                                  std::uint16_t port);

/// Makes a Unix socket with that mode; `group` is empty for the process's own. A socket's file that
/// nobody listens on any more is replaced; `address_in_use` if somebody does, or if it is no
/// socket's; `invalid_argument` if there is no such group.
ListeningSocket listen_on_path(boost::asio::io_context& io, const std::filesystem::path& path,
                               unsigned mode, const std::string& group);

/// Those that systemd has opened for this process: sd_listen_fds(3). Returns none if there are
/// none.
std::vector<ListeningSocket> sockets_from_systemd(boost::asio::io_context& io);

}  // namespace signalbox::net
