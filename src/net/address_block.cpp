// SPDX-License-Identifier: MIT
#include "signalbox/net/address_block.hpp"

#include <algorithm>
#include <cstddef>

namespace signalbox::net {

AddressBlock block_of(const boost::asio::ip::address& address) {
  using boost::asio::ip::make_address_v4;
  using boost::asio::ip::v4_mapped;
  if (address.is_v4()) return AddressBlock{address.to_v4().to_uint()};
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return AddressBlock{make_address_v4(v4_mapped, v6).to_uint()};
  constexpr std::size_t kPrefix = 8;
  std::uint64_t number = 0;
  const auto bytes = v6.to_bytes();
  std::for_each_n(bytes.begin(), kPrefix, [&](std::uint8_t byte) { number = number << 8U | byte; });
  return AddressBlock{number};
}

bool is_of_this_computer(AddressBlock block) {
  constexpr std::uint64_t kLoopback = 127;
  const auto number = static_cast<std::uint64_t>(block);
  return number == 0 || number >> 24U == kLoopback;
}

}  // namespace signalbox::net
