// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "signalbox/base/error_code.hpp"
#include "signalbox/base/session_id.hpp"
#include "signalbox/domain/command.hpp"

namespace signalbox::domain {

/// What a session hears of another. Flat, so that it can be copied into another thread's mailbox
/// as it is. Views are the caller's and valid during the call only.
struct Event {
  enum class Kind : std::uint8_t {
    signal,     ///< `signal` with `payload`, from the client `username`
    vanished,   ///< the session `from` has ended; `payload` is the reason its peers hear
    over,       ///< the session `from` has taken note of the receiver's close
    displaced,  ///< a call with `username` has made way for another one of session `from`'s, who
                ///< is the receiver or has been called by it; `payload` as above
    undeliverable,  ///< `signal` did not reach `username`, because of `error`
    acknowledged,   ///< what the client called `id` is with its receiver's session
    evicted,        ///< session `from` wants the receiver's username, and may have it
    vacated,        ///< the username that the receiver wants is free
  };
  Kind kind = Kind::signal;
  Signal signal = Signal::offer;
  ErrorCode error = ErrorCode::user_unavailable;
  /// Of an offer or answer: which one of its sender's, see CallPeer. 0 where one did not arrive:
  /// there may be a call all the same.
  std::uint8_t attempt = 0;
  SessionId from{};
  std::string_view username{};   ///< the other client's: who speaks, has ended, was not reached
  std::string_view addressee{};  ///< of a signal: the username that it was sent to
  std::string_view payload{};
  std::string_view id{};   ///< what the sender of `signal` called it
  bool wants_ack = false;  ///< of a signal
  bool is_queued = false;  ///< of an acknowledged one: its receiver is away, and may come back
};

}  // namespace signalbox::domain
