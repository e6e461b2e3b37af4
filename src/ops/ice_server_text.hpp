// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "ops/problem.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// `stun:host[:port]` or `turn:[user:password@]host[:port][?transport=udp|tcp]`, and the same with
/// `stuns:` and `turns:`. The URLs are those of RFC 7064 and RFC 7065; the credentials in them are
/// ours, and `%3A` in them is `:` as in other URLs (RFC 3986 section 2.1).
Parsed<IceServer> parse_ice_server(std::string_view text);

}  // namespace signalbox
