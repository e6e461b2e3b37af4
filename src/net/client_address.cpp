// SPDX-License-Identifier: MIT
#include "net/client_address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "signalbox/base/text/parse_number.hpp"

namespace signalbox::net {

using boost::asio::ip::tcp;

std::string text_of(const tcp::endpoint& client) {
  if (client.address().is_unspecified()) return "unix";
  std::string address = client.address().to_string();
  if (client.port() == 0) return address;
  return client.address().is_v6() ? fmt::format("[{}]:{}", address, client.port())
                                  : fmt::format("{}:{}", address, client.port());
}

std::string text_of(const tcp::endpoint& client, LogAddresses shown) {
  namespace ip = boost::asio::ip;
  constexpr unsigned short kIpv4Network = 24;
  constexpr unsigned short kIpv6Network = 48;
  if (shown == LogAddresses::none) return "-";
  if (shown == LogAddresses::full || client.address().is_unspecified()) return text_of(client);
  const ip::address_v6 whole(bytes_of(client.address()));
  if (!whole.is_v4_mapped()) return ip::network_v6(whole, kIpv6Network).canonical().to_string();
  const ip::address_v4 mapped = ip::make_address_v4(ip::v4_mapped, whole);
  return ip::network_v4(mapped, kIpv4Network).canonical().to_string();
}

std::optional<tcp::endpoint> parse_client_address(std::string_view text) {
  const bool has_brackets = text.starts_with('[');
  const bool is_ipv6 = !has_brackets && std::ranges::count(text, ':') > 1;
  const auto end = is_ipv6 ? std::string_view::npos : text.find(has_brackets ? ']' : ':');
  if (has_brackets && end == std::string_view::npos) return std::nullopt;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(
      std::string(has_brackets ? text.substr(1, end - 1) : text.substr(0, end)), error);
  if (error || address.is_unspecified()) return std::nullopt;

  auto rest = end == std::string_view::npos ? "" : text.substr(end + (has_brackets ? 1 : 0));
  if (rest.empty()) return tcp::endpoint(address, 0);
  if (!rest.starts_with(':')) return std::nullopt;
  rest.remove_prefix(1);
  // A proxy may hide the port alone, RFC 7239 section 6.
  if (rest.starts_with('_')) return tcp::endpoint(address, 0);
  const auto port = parse_number<std::uint16_t>(rest);
  return port ? std::optional(tcp::endpoint(address, *port)) : std::nullopt;
}

AddressBytes bytes_of(const boost::asio::ip::address& address) {
  using boost::asio::ip::make_address_v6;
  using boost::asio::ip::v4_mapped;
  return (address.is_v6() ? address.to_v6() : make_address_v6(v4_mapped, address.to_v4()))
      .to_bytes();
}

}  // namespace signalbox::net
