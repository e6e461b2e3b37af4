// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::domain {

// What a client asks for that concerns others, whatever dialect it speaks. Views are the caller's.
// An `id` is what the client calls its message by, opaque (empty: nothing); whatever is answered
// repeats it.

/// What two clients say to each other through the server.
enum class Signal : std::uint8_t { offer, answer, candidate, close, message };

/// How a client shows that a session is its own, and says what it has of it.
struct Resume {
  std::string_view token;
  std::uint64_t received = 0;  ///< messages that it has received in that session
};

struct Login {
  std::string_view username;
  std::string_view id{};
  bool wants_resume = false;       ///< the session shall outlive its connection
  std::optional<Resume> resume{};  ///< and is to be an earlier one, if that is still there
  std::string_view token{};        ///< shows that the client may have the username; empty: none
  std::string_view realm{};        ///< its connection or its token says so; empty: the standard one
};

/// Give the name back, and stay connected.
struct Logout {
  std::string_view id{};
};

/// Pass an offer, answer, ICE candidate, the end of a call or a message of the application on to
/// another client.
struct Relay {
  Signal signal;
  std::optional<std::string_view> to;  ///< nothing: the sender's current peer
  /// The session description, candidate or data, opaque; of a close, its reason (empty: none).
  std::string_view payload;
  std::string_view id{};
  bool wants_ack = false;  ///< once it is with the receiver's session
};

}  // namespace signalbox::domain
