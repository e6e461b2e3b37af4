// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "signalbox/base/address_range.hpp"
#include "signalbox/base/log_addresses.hpp"

namespace signalbox::net {

/// For people: `192.0.2.1:4711`, `[2001:db8::1]:4711`, without a port that is not known, or `unix`.
std::string text_of(const boost::asio::ip::tcp::endpoint& client);

/// For the log: the same, or as much of it as it may know: `192.0.2.0/24`, `2001:db8::/48`, `-`.
std::string text_of(const boost::asio::ip::tcp::endpoint& client, LogAddresses shown);

/// As `text_of` writes it, and `2001:db8::1`; nothing if it is no client's address.
std::optional<boost::asio::ip::tcp::endpoint> parse_client_address(std::string_view text);

AddressBytes bytes_of(const boost::asio::ip::address& address);

}  // namespace signalbox::net
