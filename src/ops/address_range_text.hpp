// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "ops/problem.hpp"
#include "signalbox/base/address_range.hpp"

namespace signalbox {

/// `10.0.0.0/8`, `192.0.2.1`, `2001:db8::/32` or `unix`, whoever connects over a Unix socket.
Parsed<AddressRange> parse_address_range(std::string_view text);

std::string show_address_range(const AddressRange& range);

}  // namespace signalbox
