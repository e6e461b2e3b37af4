// SPDX-License-Identifier: MIT
#include "net/proxy_header.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <string>

#include "signalbox/base/text/parse_number.hpp"

namespace signalbox::net {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;
using boost::asio::ip::tcp;
using Status = ProxyHeader::Status;

constexpr std::string_view kTextStart = "PROXY ";
constexpr std::string_view kBinaryStart("\r\n\r\n\0\r\nQUIT\n", 12);

constexpr std::size_t kLongestText = 107;
constexpr std::size_t kLongestBinary = 1024;

bool may_begin_with(std::string_view bytes, std::string_view start) {
  const auto size = std::min(bytes.size(), start.size());
  return bytes.substr(0, size) == start.substr(0, size);
}

/// Takes a word and the space behind it off the front.
std::string_view next_word(std::string_view& line) {
  const auto word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

/// `line` is what stands between the start and the line's end.
ProxyHeader parse_line(std::string_view line, std::size_t size) {
  const auto family = next_word(line);
  if (family == "UNKNOWN") return {Status::complete, size};
  const std::string source(next_word(line));
  const std::string destination(next_word(line));
  const auto port = parse_number<std::uint16_t>(next_word(line));
  const auto destination_port = parse_number<std::uint16_t>(next_word(line));
  boost::system::error_code error;
  boost::system::error_code destination_error;
  const auto address = boost::asio::ip::make_address(source, error);
  (void)boost::asio::ip::make_address(destination, destination_error);
  const bool is_right = address.is_v4() ? family == "TCP4" : family == "TCP6";
  if (error || destination_error || !is_right || !port || !destination_port || !line.empty()) {
    return {};
  }
  return {Status::complete, size, tcp::endpoint(address, *port)};
}

ProxyHeader parse_text(std::string_view bytes) {
  const auto end = bytes.substr(0, kLongestText).find("\r\n");
  if (end == std::string_view::npos) {
    return {bytes.size() < kLongestText ? Status::incomplete : Status::wrong};
  }
  return parse_line(bytes.substr(0, end).substr(kTextStart.size()), end + 2);
}

unsigned byte_at(std::string_view bytes, std::size_t place) {
  return static_cast<unsigned char>(bytes[place]);
}

std::uint16_t number_at(std::string_view bytes, std::size_t place) {
  return static_cast<std::uint16_t>(byte_at(bytes, place) << 8U | byte_at(bytes, place + 1));
}

/// Both addresses stand before both ports.
template <class Address>
std::optional<tcp::endpoint> source_of(std::string_view addresses) {
  typename Address::bytes_type source{};
  if (addresses.size() < 2 * source.size() + 4) return std::nullopt;
  std::copy_n(addresses.begin(), source.size(), source.begin());
  return tcp::endpoint(Address(source), number_at(addresses, 2 * source.size()));
}

ProxyHeader parse_binary(std::string_view bytes) {
  constexpr std::size_t kFixed = 16;
  if (bytes.size() < kFixed) return {Status::incomplete};
  const unsigned command = byte_at(bytes, 12);
  const unsigned family = byte_at(bytes, 13);
  const std::size_t size = kFixed + number_at(bytes, 14);
  constexpr unsigned kLocal = 0x20;
  constexpr unsigned kProxy = 0x21;
  if ((command != kLocal && command != kProxy) || size > kLongestBinary) return {};
  if (bytes.size() < size) return {Status::incomplete};

  constexpr unsigned kTcp4 = 0x11;
  constexpr unsigned kTcp6 = 0x21;
  if (command == kLocal || (family != kTcp4 && family != kTcp6)) return {Status::complete, size};
  const auto addresses = bytes.substr(kFixed, size - kFixed);
  const auto client =
      family == kTcp4 ? source_of<address_v4>(addresses) : source_of<address_v6>(addresses);
  if (!client) return {};
  return {Status::complete, size, client};
}

}  // namespace

ProxyHeader parse_proxy_header(std::string_view bytes) {
  if (bytes.empty()) return {Status::incomplete};
  if (may_begin_with(bytes, kTextStart)) {
    return bytes.size() < kTextStart.size() ? ProxyHeader{Status::incomplete} : parse_text(bytes);
  }
  return may_begin_with(bytes, kBinaryStart) ? parse_binary(bytes) : ProxyHeader{};
}

}  // namespace signalbox::net
