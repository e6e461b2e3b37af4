// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace signalbox {

/// How much of a client's address the log may know.
enum class LogAddresses : std::uint8_t {
  full,
  truncated,  ///< its network: an IPv4 /24, an IPv6 /48
  none,
};

}  // namespace signalbox
