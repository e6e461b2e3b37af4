// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace signalbox {

/// An IPv6 address, or an IPv4 one as it is mapped into IPv6: RFC 4291 section 2.5.5.2.
using AddressBytes = std::array<std::uint8_t, 16>;

inline constexpr unsigned kAddressBits = 128;

/// The addresses whose first `bits` are those of `first` (RFC 4632). What connects over a Unix
/// socket has the address of no host, ::.
struct AddressRange {
  AddressBytes first{};
  unsigned bits = kAddressBits;

  constexpr bool contains(const AddressBytes& address) const {
    for (unsigned bit = 0; bit < bits; ++bit) {
      const unsigned shift = 7 - bit % 8;
      if (((first[bit / 8] ^ address[bit / 8]) >> shift & 1U) != 0) return false;
    }
    return true;
  }

  bool operator==(const AddressRange&) const = default;
};

}  // namespace signalbox
