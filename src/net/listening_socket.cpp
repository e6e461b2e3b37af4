// SPDX-License-Identifier: MIT
#include "signalbox/net/listening_socket.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>

namespace signalbox::net {
namespace {

using boost::asio::ip::tcp;

tcp::endpoint resolve(boost::asio::io_context& io, const std::string& host, std::uint16_t port) {
  if (host.empty()) return {tcp::v6(), port};
  tcp::resolver resolver(io);
  return *resolver.resolve(host, std::to_string(port), tcp::resolver::passive).begin();
}

}  // namespace

ListeningSocket listen_on_address(boost::asio::io_context& io, const std::string& host,
                                  std::uint16_t port) {
  const tcp::endpoint endpoint = resolve(io, host, port);
  tcp::acceptor acceptor(io, endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  if (host.empty()) acceptor.set_option(boost::asio::ip::v6_only(false));
  acceptor.bind(endpoint);
  acceptor.listen(tcp::acceptor::max_listen_connections);
  return {boost::asio::posix::stream_descriptor(io, acceptor.release())};
}

}  // namespace signalbox::net
