// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox {

bool is_ipv6(std::string_view text);

/// A name or an address as it stands before `:port`, so an IPv6 address in brackets.
bool is_host(std::string_view text);

std::optional<std::uint16_t> parse_port(std::string_view text);

}  // namespace signalbox
