// SPDX-License-Identifier: MIT
#include "app/listen.hpp"

#include <fmt/core.h>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

namespace signalbox::app {
namespace {

std::string advice(const boost::system::error_code& error, const Endpoint& endpoint) {
  namespace asio_error = boost::asio::error;
  if (error == asio_error::address_in_use) {
    const Endpoint next{endpoint.host, static_cast<std::uint16_t>(endpoint.port + 1)};
    return fmt::format(
        "another program has this port, perhaps a signalbox that runs already: "
        "`ss -ltnp 'sport = :{}'` shows which. Stop it, or choose another port: --listen {}",
        endpoint.port, text_of(next));
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

}  // namespace

std::string text_of(const Endpoint& endpoint) {
  if (endpoint.host.empty()) return fmt::format("*:{}", endpoint.port);
  if (endpoint.host.find(':') != std::string::npos) {
    return fmt::format("[{}]:{}", endpoint.host, endpoint.port);
  }
  return fmt::format("{}:{}", endpoint.host, endpoint.port);
}

std::unique_ptr<net::Acceptor> listen(boost::asio::io_context& io, const Endpoint& endpoint,
                                      const std::shared_ptr<const net::TlsContext>& tls) {
  try {
    return std::make_unique<net::Acceptor>(io, endpoint.host, endpoint.port, tls);
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("cannot listen on {}: {}", text_of(endpoint), advice(error.code(), endpoint)));
  }
}

}  // namespace signalbox::app
