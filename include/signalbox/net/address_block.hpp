// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>

namespace signalbox::net {

/// What a bound on one client address takes for one client: an IPv4 address, also where it is
/// mapped into IPv6, or an IPv6 /64, all of whose addresses one customer has (RFC 6177).
///
/// The number is that of the /64. An IPv4 address has one below 0000::/8, where no client is: RFC
/// 4291 section 2.4.
enum class AddressBlock : std::uint64_t {};

AddressBlock block_of(const boost::asio::ip::address& address);

/// 127.0.0.0/8, and ::/64 with ::1; a Unix socket's clients count as the latter.
bool is_of_this_computer(AddressBlock block);

}  // namespace signalbox::net
