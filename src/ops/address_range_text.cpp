// SPDX-License-Identifier: MIT
#include "ops/address_range_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "ops/quantity.hpp"

namespace signalbox {
namespace {

constexpr unsigned kMappedBits = 96;
constexpr AddressRange kIpv4{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, kMappedBits};
constexpr AddressRange kUnixSocket{};

std::optional<AddressRange> parse_address(const std::string& text) {
  AddressRange range;
  if (inet_pton(AF_INET6, text.c_str(), range.first.data()) == 1) return range;
  range.first = kIpv4.first;
  if (inet_pton(AF_INET, text.c_str(), &range.first[kMappedBits / 8]) == 1) return range;
  return std::nullopt;
}

}  // namespace

Parsed<AddressRange> parse_address_range(std::string_view text) {
  if (text == "unix") return kUnixSocket;
  const auto wrong = [text](const std::string& how) {
    return Problem{"'" + std::string(text) + "' " + how};
  };
  const auto slash = std::min(text.find('/'), text.size());
  auto range = parse_address(std::string(text.substr(0, slash)));
  if (!range) return wrong("is no address; write it like 10.0.0.0/8, 2001:db8::/32 or unix.");
  if (slash == text.size()) return *range;

  const bool is_ipv4 = text.find(':') == std::string_view::npos;
  const unsigned before = is_ipv4 ? kMappedBits : 0;
  const auto bits = parse_quantity(text.substr(slash + 1), Measure::plain);
  if (!bits || *bits > kAddressBits - before) {
    return wrong("does not end in a number from 0 to " + std::to_string(kAddressBits - before) +
                 ", the bits that its addresses have in common.");
  }
  range->bits = before + static_cast<unsigned>(*bits);
  return *range;
}

std::string show_address_range(const AddressRange& range) {
  if (range == kUnixSocket) return "unix";
  const bool is_ipv4 = range.bits >= kMappedBits && kIpv4.contains(range.first);
  const unsigned before = is_ipv4 ? kMappedBits : 0;
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(is_ipv4 ? AF_INET : AF_INET6, &range.first[before / 8], text.data(), text.size());
  const auto bits = range.bits - before;
  return text.data() + (range.bits == kAddressBits ? "" : "/" + std::to_string(bits));
}

}  // namespace signalbox
