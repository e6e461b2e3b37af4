// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "signalbox/net/http.hpp"

namespace signalbox::app {

/// What a client has said for its logins in the request that opened its WebSocket. Views are those
/// of the text that it was read from.
struct Opening {
  std::string_view realm{};  ///< `?realm=`; empty: none
  /// Of a client that cannot put it into its login: `?token=`, or a subprotocol that begins with
  /// `token.`; empty: none.
  std::string_view token{};
};

/// Returns what a connection keeps of the request, for `parse_opening`. It is empty if the client
/// has said nothing.
std::string opening_of(const net::HttpRequest& request);

std::string text_of(const Opening& opening);
Opening parse_opening(std::string_view text);

}  // namespace signalbox::app
