// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace signalbox::auth {

/// What a client shows to a TURN server.
struct TurnCredentials {
  std::string username;
  std::string credential;
};

/// Credentials that every TURN server which knows `secret` takes until `expires`, without having
/// heard of them before: "A REST API For Access To TURN Services"
/// (draft-uberti-behave-turn-rest-00) section 2.2, coturn's `use-auth-secret`. Any thread.
TurnCredentials make_turn_credentials(std::string_view secret, std::string_view username,
                                      std::chrono::sys_seconds expires);

}  // namespace signalbox::auth
