// SPDX-License-Identifier: MIT
#include "ops/host.hpp"

#include <arpa/inet.h>

#include <array>
#include <limits>
#include <string>

#include "ops/quantity.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kDigitsAndDots = "0123456789.";
constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

bool is_address(int family, std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

bool only_has(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

bool is_ipv6(std::string_view text) {
  // The zone of a link-local address (`fe80::1%eth0`, RFC 4007 section 11) is not for inet_pton.
  return is_address(AF_INET6, text.substr(0, text.find('%')));
}

bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) {
    return is_ipv6(text.substr(1, text.size() - 2));
  }
  if (only_has(text, kDigitsAndDots)) return is_address(AF_INET, text);
  return only_has(text, kNameCharacters);
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = parse_quantity(text, Measure::plain);
  if (!port || *port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

}  // namespace signalbox
