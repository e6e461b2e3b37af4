// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::net {

/// The header with which a proxy begins a connection to say for whom it has made it: the PROXY
/// protocol, version 1 or 2, sections 2.1 and 2.2 of its specification at haproxy.org.
struct ProxyHeader {
  enum class Status : std::uint8_t { complete, incomplete, wrong };

  Status status = Status::wrong;
  std::size_t size = 0;  ///< of the whole header, when it is complete
  /// None if the proxy speaks for itself, or for a client that has no address.
  std::optional<boost::asio::ip::tcp::endpoint> client{};
};

/// Reads one off the front of `bytes`. One of more than 1 KiB is wrong.
ProxyHeader parse_proxy_header(std::string_view bytes);

}  // namespace signalbox::net
