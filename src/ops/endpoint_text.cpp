// SPDX-License-Identifier: MIT
#include "ops/endpoint_text.hpp"

#include <arpa/inet.h>

#include <array>
#include <limits>
#include <optional>

#include "ops/quantity.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kDigitsAndDots = "0123456789.";
constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

bool is_address(int family, const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, text.c_str(), address.data()) == 1;
}

/// The zone of a link-local address (`fe80::1%eth0`, RFC 4007 section 11) is not inet_pton's.
bool is_ipv6(std::string_view text) { return is_address(AF_INET6, std::string(text.substr(0, text.find('%')))); }

bool is_host(const std::string& text) {
  if (text.find_first_not_of(kDigitsAndDots) == std::string::npos) return is_address(AF_INET, text);
  return text.find_first_not_of(kNameCharacters) == std::string::npos;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = parse_quantity(text, Measure::plain);
  if (!port || *port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "' "; }

}  // namespace

Parsed<Endpoint> parse_endpoint(std::string_view text) {
  if (const auto port = parse_port(text)) return Endpoint{"127.0.0.1", *port};
  if (is_ipv6(text)) {
    return Problem{quoted(text) + "needs brackets and a port: write [" + std::string(text) +
                   "]:8080."};
  }

  const auto colon = text.rfind(':');
  const auto closing = text.rfind(']');
  if (colon == std::string_view::npos ||
      (closing != std::string_view::npos && closing > colon)) {
    return Problem{quoted(text) +
                   "has no port; write it like 127.0.0.1:8080, or :8080 for every address."};
  }
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) {
    return Problem{quoted(text) + "does not end in a port from 0 to 65535 (0: any free port)."};
  }

  std::string host(text.substr(0, colon));
  if (host.empty()) return Endpoint{"", *port};
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (is_ipv6(host)) return Endpoint{host, *port};
  } else if (is_host(host)) {
    return Endpoint{host, *port};
  }
  return Problem{quoted(text) + "does not begin with an address or a host name; write it like " +
                 "127.0.0.1:8080 or [::1]:8080."};
}

std::string show_endpoint(const Endpoint& endpoint) {
  const bool brackets = endpoint.host.find(':') != std::string::npos;
  return (brackets ? "[" + endpoint.host + "]" : endpoint.host) + ":" +
         std::to_string(endpoint.port);
}

}  // namespace signalbox
