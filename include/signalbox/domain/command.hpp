// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace signalbox::domain {

/// What two clients say to each other through the server.
enum class Signal : std::uint8_t { offer, answer, candidate, close };

struct Login {
  std::string_view username;
};

/// Pass an offer, answer, ICE candidate or the end of a call on to another client.
struct Relay {
  Signal signal;
  std::optional<std::string_view> to;  ///< nothing: the sender's current peer
  /// The session description or candidate, opaque; of a close, its reason (empty: none).
  std::string_view payload;
};

/// What a client asks for, whatever dialect it speaks. Views are the caller's.
using Command = std::variant<Login, Relay>;

}  // namespace signalbox::domain
