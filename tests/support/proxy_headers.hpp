// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox::test {

/// From 192.0.2.1:4711, and from [2001:db8::1]:4711, as version 2 of the PROXY protocol writes it.
inline const std::string kIpv4Addresses("\xC0\x00\x02\x01\xC6\x33\x64\x01\x12\x67\x01\xBB", 12);
inline const std::string kIpv6Addresses(
    "\x20\x01\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\x01"
    "\x20\x01\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\x02\x12\x67\x01\xBB",
    36);

/// A header of version 2.
inline std::string binary_header(unsigned char command, unsigned char family,
                                 std::string_view addresses) {
  std::string header("\r\n\r\n\0\r\nQUIT\n", 12);
  header += static_cast<char>(command);
  header += static_cast<char>(family);
  header += static_cast<char>(addresses.size() >> 8U);
  header += static_cast<char>(addresses.size() & 0xFFU);
  return header.append(addresses);
}

}  // namespace signalbox::test
