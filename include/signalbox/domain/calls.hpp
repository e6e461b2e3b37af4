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
};

/// Whom one session has calls with, and which of them is its current peer: the last one that an
/// offer or answer went to or came from. One thread, the session's.
class Calls {
 public:
  /// Notes a call and makes it the current one. False: there are `limit` others already.
  bool connect(SessionId id, std::string_view username, std::size_t limit);

  /// Forgets the call with this session. False: there was none.
  bool disconnect(SessionId id);

  /// Valid until the next change.
  const CallPeer* find(std::string_view username) const;
  const CallPeer* current() const { return has_current_ ? &peers_.back() : nullptr; }

  std::vector<CallPeer> take_all();

 private:
  std::vector<CallPeer> peers_;  ///< the current one is the last, where it is found at once
  bool has_current_ = false;
};

}  // namespace signalbox::domain
