// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <tuple>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/session_id.hpp"

namespace signalbox::app {

/// Sessions that wait for their clients to come back, and until when. Bounded in number. One
/// thread.
class WaitingSessions {
 public:
  explicit WaitingSessions(std::size_t limit) : limit_(limit) {}

  /// False: as many wait as may.
  bool add(SessionId id, TimePoint until) {
    return waiting_.size() < limit_ && waiting_.insert({until, id}).second;
  }

  void remove(SessionId id, TimePoint until) { waiting_.erase({until, id}); }

  /// One that has waited long enough, or an id without a session.
  SessionId due(TimePoint now) const {
    if (waiting_.empty() || waiting_.begin()->until > now) return {};
    return waiting_.begin()->id;
  }

  std::size_t size() const { return waiting_.size(); }

 private:
  struct Entry {
    TimePoint until;
    SessionId id;

    friend bool operator<(const Entry& left, const Entry& right) {
      return std::tie(left.until, left.id.slot) < std::tie(right.until, right.id.slot);
    }
  };

  std::size_t limit_;
  std::set<Entry> waiting_;
};

}  // namespace signalbox::app
