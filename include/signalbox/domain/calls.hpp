// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/base/session_id.hpp"

namespace signalbox::domain {

/// The other side of a call.
struct CallPeer {
  SessionId id;
  std::string username;
  bool is_answered = false;  ///< this side has sent an offer or answer, too
};

/// Whom one session has calls with, and which of them is its current peer: the last one that an
/// offer or answer went to or came from. One thread, the session's.
class Calls {
 public:
  /// Notes a call and makes it the current one. False: there are `limit` others already.
  bool connect(SessionId id, std::string_view username, std::size_t limit);

  /// This side has sent what makes the call with this session.
  void answer(SessionId id);

  /// Forgets the call with this session. False: there was none.
  bool disconnect(SessionId id);

  /// The same, if it is not answered.
  bool disconnect_unanswered(SessionId id);

  /// Valid until the next change.
  const CallPeer* find(std::string_view username) const;
  const CallPeer* current() const { return has_current_ ? &peers_.back() : nullptr; }

  std::vector<CallPeer> take_all();

 private:
  std::vector<CallPeer> peers_;  ///< the current one is the last, where it is found at once
  bool has_current_ = false;
};

}  // namespace signalbox::domain
