// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace signalbox::net::websocket {

/// The client is done.
inline constexpr std::uint16_t kNormalClosure = 1000;

/// Stands for a close frame without a code; never sent in one (RFC 6455 section 7.4.1).
inline constexpr std::uint16_t kNoStatus = 1005;

/// Whether a close frame may carry `code`: those of RFC 6455 section 7.4 and of the IANA registry
/// that are not reserved for local use, and the ranges for libraries and applications.
constexpr bool is_close_code(std::uint16_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
         (code >= 3000 && code <= 4999);
}

}  // namespace signalbox::net::websocket
