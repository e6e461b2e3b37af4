// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <tuple>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/base/session_id.hpp"

namespace signalbox::app {

/// Sessions that wait for their clients to come back, and until when. Bounded in number. One
/// thread, but for what says so.
class WaitingSessions {
 public:
  explicit WaitingSessions(std::size_t limit) : limit_(limit) {}

  /// False: as many wait as may.
  bool add(SessionId id, TimePoint until) {
    const bool is_taken = waiting_.size() < limit_ && waiting_.insert({until, id}).second;
    size_.set(waiting_.size());
    if (!is_taken) refused_.add();
    return is_taken;
  }

  /// Those that wait already stay.
  void set_limit(std::size_t limit) { limit_ = limit; }

  void remove(SessionId id, TimePoint until) {
    waiting_.erase({until, id});
    size_.set(waiting_.size());
  }

  /// One that has waited long enough, or an id without a session.
  SessionId due(TimePoint now) const {
    if (waiting_.empty() || waiting_.begin()->until > now) return {};
    return waiting_.begin()->id;
  }

  /// Any thread: how often `add` was false.
  std::uint64_t refused() const { return refused_.read(); }

  /// Any thread.
  std::size_t size() const { return size_.read(); }

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
  Gauge size_;
  Counter refused_;
};

}  // namespace signalbox::app
