// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox {

/// What can be wrong with a client's message. A closed list: the names are part of the protocol.
enum class ErrorCode : std::uint8_t {
  invalid_json,
  invalid_message,
  unknown_type,
  not_logged_in,
  already_logged_in,
  username_invalid,
  username_taken,
  realm_invalid,
  unauthorized,
  user_unavailable,
  rate_limited,
  too_large,
  busy,
  unavailable,
};

struct ErrorCodeEntry {
  ErrorCode code;
  std::string_view name;     ///< as clients read it in `code`
  std::string_view meaning;  ///< one sentence, also in docs/protocol.md; a test compares the two
};

/// In the order of the enumerators, so that the code is the index.
inline constexpr std::array kErrorCodes{
    ErrorCodeEntry{ErrorCode::invalid_json, "invalid_json",
                   "The frame is not one well-formed JSON text."},
    ErrorCodeEntry{ErrorCode::invalid_message, "invalid_message",
                   "The JSON is well formed but is not a message of this protocol."},
    ErrorCodeEntry{ErrorCode::unknown_type, "unknown_type",
                   "The message's `type` is none that this server knows."},
    ErrorCodeEntry{ErrorCode::not_logged_in, "not_logged_in",
                   "Only `login` is possible before a successful login."},
    ErrorCodeEntry{ErrorCode::already_logged_in, "already_logged_in",
                   "This connection has a username already."},
    ErrorCodeEntry{ErrorCode::username_invalid, "username_invalid",
                   "A username is 1 to 128 bytes of UTF-8 without control characters."},
    ErrorCodeEntry{ErrorCode::username_taken, "username_taken",
                   "Another connection is logged in with this username."},
    ErrorCodeEntry{ErrorCode::realm_invalid, "realm_invalid",
                   "A realm is 1 to 64 letters, digits and `-._~`."},
    ErrorCodeEntry{ErrorCode::unauthorized, "unauthorized",
                   "The server's operator does not allow this login."},
    ErrorCodeEntry{ErrorCode::user_unavailable, "user_unavailable",
                   "Nobody is logged in with the username in `otherUsername`."},
    ErrorCodeEntry{ErrorCode::rate_limited, "rate_limited",
                   "Messages, or logins from one address, come faster than the server accepts; "
                   "this one was dropped."},
    ErrorCodeEntry{ErrorCode::too_large, "too_large",
                   "The message is longer than the server accepts; it was dropped."},
    ErrorCodeEntry{
        ErrorCode::busy, "busy",
        "One of the two has as many calls, or the receiver as much waiting for it, as the "
        "server allows."},
    ErrorCodeEntry{ErrorCode::unavailable, "unavailable",
                   "The server cannot do this just now; try again later."},
};

constexpr std::string_view name_of(ErrorCode code) {
  return kErrorCodes[static_cast<std::size_t>(code)].name;
}

}  // namespace signalbox
