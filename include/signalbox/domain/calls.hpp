// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/session_id.hpp"

namespace signalbox::domain {

/// The other side of a call.
struct CallPeer {
  SessionId id;
  std::uint8_t attempts = 0;  ///< offers and answers of this side, give or take 255; 0: none
  bool is_heard_of = false;   ///< there was one of the other side
  std::string username{};
  TimePoint offered{};  ///< zero: no answer is to be timed
};

/// Whom one session has calls with, and which of them is its current peer: the last one that an
/// offer or answer went to or came from. One thread, the session's.
class Calls {
 public:
  /// Notes a call and makes it the current one. Returns false if there are `limit` others already.
  bool connect(SessionId id, std::string_view username, std::size_t limit);

  /// This side sends an offer or answer to this session. Which one of them it is, in `attempts`.
  std::uint8_t attempt(SessionId id);

  /// There was one of the other side.
  void hear_of(SessionId id);

  /// Forgets the call with this session. Returns false if there was none.
  bool disconnect(SessionId id);

  /// There is a call with this session that this side has not made, too.
  bool is_unattempted(SessionId id) const;

  /// Of the calls that only the other side has made, the one that it has not renewed for longest.
  /// Returns null if this side has a part in all of them. Valid until the next change.
  const CallPeer* oldest_unanswered() const;

  /// Valid until the next change.
  const CallPeer* find(SessionId id) const;
  const CallPeer* find(std::string_view username) const;
  const CallPeer* current() const { return has_current_ ? &peers_.back() : nullptr; }

  std::size_t size() const { return peers_.size(); }

  std::vector<CallPeer> take_all();

  /// The call with the current peer has begun with an offer to it.
  void begin_timing(TimePoint now) {
    if (has_current_) peers_.back().offered = now;
  }

  /// How long the current peer has taken to answer that. Returns nullopt if it had answered before.
  std::optional<Clock::duration> end_timing(TimePoint now);

 private:
  std::vector<CallPeer>::iterator place_of(SessionId id);

  std::vector<CallPeer> peers_;  ///< the current one is the last, where it is found at once
  bool has_current_ = false;
};

}  // namespace signalbox::domain
