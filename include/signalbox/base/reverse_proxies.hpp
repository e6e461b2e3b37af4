// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include "signalbox/base/address_range.hpp"

namespace signalbox {

/// Which proxies stand before the server, and how they tell whom they speak for.
struct ReverseProxies {
  std::vector<AddressRange> trusted;
  /// Each connection is a trusted one's and begins with a header of the PROXY protocol.
  bool send_header = false;

  bool trust(const AddressBytes& address) const {
    return std::ranges::any_of(trusted,
                               [&](const AddressRange& range) { return range.contains(address); });
  }
};

}  // namespace signalbox
