// SPDX-License-Identifier: MIT
#include "app/listen.hpp"

#include <fmt/core.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>
#include <utility>

namespace signalbox::app {
namespace {

namespace asio_error = boost::asio::error;
using boost::system::error_code;

/// That of a Unix socket, which `option` has named: --listen or --admin-listen.
std::string group_option(std::string_view option) {
  constexpr std::string_view kListen = "listen";
  return std::string(option.substr(0, option.size() - kListen.size())) + "socket-group";
}

std::string socket_advice(const error_code& error, const SocketAccess& access,
                          std::string_view option) {
  if (error == asio_error::address_in_use) {
    return "another program listens there, perhaps a signalbox that runs already, or it is a file "
           "of another kind: stop the one or remove the other";
  }
  if (error == asio_error::access_denied) {
    return "the server may not write to that folder: give it one of its own, such as systemd's "
           "RuntimeDirectory=signalbox makes";
  }
  if (error == boost::system::errc::no_such_file_or_directory) return "make its folder first";
  if (error == asio_error::invalid_argument) {
    return fmt::format("{} {}: there is no such group", group_option(option), access.group);
  }
  if (error == asio_error::no_permission) {
    return fmt::format("{} {}: the server's user is not in that group", group_option(option),
                       access.group);
  }
  return error.message();
}

std::string advice(const error_code& error, const Endpoint& endpoint, std::string_view option) {
  if (error == asio_error::address_in_use) {
    const Endpoint next{endpoint.host, static_cast<std::uint16_t>(endpoint.port + 1)};
    return fmt::format(
        "another program has this port, perhaps a signalbox that runs already: "
        "`ss -ltnp 'sport = :{}'` shows which. Stop it, or choose another port: {} {}",
        endpoint.port, option, text_of(next));
  }
  if (error == asio_error::access_denied) {
    return "ports below 1024 need the capability CAP_NET_BIND_SERVICE: choose a higher one and "
           "let a reverse proxy have port 443";
  }
  if (error == boost::system::errc::address_not_available) {
    return "this machine has no such address: `ip address` lists those it has";
  }
  return error.message();
}

std::vector<net::ListeningSocket> open(boost::asio::io_context& io, const Endpoint& endpoint,
                                       const SocketAccess& access) {
  if (endpoint.kind == Endpoint::Kind::systemd) return net::sockets_from_systemd(io);
  std::vector<net::ListeningSocket> sockets;
  sockets.push_back(endpoint.kind == Endpoint::Kind::tcp
                        ? net::listen_on_address(io, endpoint.host, endpoint.port)
                        : net::listen_on_path(io, endpoint.host, access.mode, access.group));
  return sockets;
}

Endpoint bound(const Endpoint& asked, net::Acceptor& acceptor) {
  const auto path = acceptor.path();
  if (!path.empty()) return {path.string(), 0, Endpoint::Kind::unix_socket};
  const auto local = acceptor.local();
  const bool is_named = asked.kind == Endpoint::Kind::tcp;
  return {is_named ? asked.host : local.address().to_string(), local.port()};
}

}  // namespace

std::string text_of(const Endpoint& endpoint) {
  if (endpoint.kind == Endpoint::Kind::systemd) return "systemd's sockets";
  if (endpoint.kind == Endpoint::Kind::unix_socket) return "unix:" + endpoint.host;
  if (endpoint.host.empty()) return fmt::format("*:{}", endpoint.port);
  if (endpoint.host.find(':') != std::string::npos) {
    return fmt::format("[{}]:{}", endpoint.host, endpoint.port);
  }
  return fmt::format("{}:{}", endpoint.host, endpoint.port);
}

std::vector<Listener> listen(boost::asio::io_context& io, const Endpoint& endpoint,
                             const SocketAccess& access,
                             const std::shared_ptr<const net::TlsContext>& tls,
                             std::string_view option) {
  std::vector<Listener> listeners;
  try {
    for (net::ListeningSocket& socket : open(io, endpoint, access)) {
      auto acceptor = std::make_unique<net::Acceptor>(io, std::move(socket), tls);
      const Endpoint local = bound(endpoint, *acceptor);
      listeners.push_back({local, std::move(acceptor)});
    }
  } catch (const boost::system::system_error& error) {
    const auto reason = [&] {
      if (endpoint.kind == Endpoint::Kind::unix_socket)
        return socket_advice(error.code(), access, option);
      if (endpoint.kind == Endpoint::Kind::tcp) return advice(error.code(), endpoint, option);
      return std::string("they must be streams that listen: ListenStream= with Accept=no");
    };
    throw std::runtime_error(fmt::format("cannot listen on {}: {}", text_of(endpoint), reason()));
  }
  if (listeners.empty()) {
    throw std::runtime_error(
        "cannot listen on systemd's sockets: it has handed over none. Start the socket unit, not "
        "this program");
  }
  return listeners;
}

}  // namespace signalbox::app
