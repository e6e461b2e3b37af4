// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/base/session_id.hpp"
#include "signalbox/net/address_block.hpp"
#include "signalbox/net/address_shares.hpp"

namespace signalbox::app {

/// A session that waits for its client to come back, until when, and from where that was.
struct WaitingSession {
  TimePoint until;
  SessionId id;
  net::AddressBlock block{};

  friend bool operator<(const WaitingSession& left, const WaitingSession& right) {
    if (left.until != right.until) return left.until < right.until;
    return left.id < right.id;
  }
};

/// All of a worker's. Bounded in number: where it is reached, the address that has most of them
/// pays. One thread, but for what says so.
class WaitingSessions {
 public:
  explicit WaitingSessions(std::size_t limit) : limit_(limit) {}

  /// Returns false if as many wait as may, and no other address has more of them. Otherwise there
  /// may be an `excess` now.
  bool add(const WaitingSession& session) {
    const bool is_full = waiting_.size() >= limit_;
    if (is_full) refused_.add();
    if (is_full && most_of_one_address() <= shares_.of(session.block)) return false;
    if (!waiting_.insert(session).second) return false;
    shares_.add(share_of(session));
    size_.set(waiting_.size());
    return true;
  }

  /// Those that wait already stay.
  void set_limit(std::size_t limit) { limit_ = limit; }

  /// It is due earlier. Returns false if it does not wait.
  bool hasten(const WaitingSession& session, TimePoint until) {
    if (!waiting_.contains(session)) return false;
    remove(session);
    const WaitingSession earlier{until, session.id, session.block};
    waiting_.insert(earlier);
    shares_.add(share_of(earlier));
    size_.set(waiting_.size());
    return true;
  }

  void remove(const WaitingSession& session) {
    if (waiting_.erase(session) == 0) return;
    shares_.remove(share_of(session));
    size_.set(waiting_.size());
  }

  /// While more wait than may: of the address that has most, the one that has waited longest. Or an
  /// id without a session.
  SessionId excess() const {
    if (waiting_.size() <= limit_) return {};
    return shares_.largest()->member.id;
  }

  /// One that has waited long enough, or an id without a session.
  SessionId due(TimePoint now) const {
    if (waiting_.empty() || waiting_.begin()->until > now) return {};
    return waiting_.begin()->id;
  }

  /// Any thread: how often there was no room for one more.
  std::uint64_t refused() const { return refused_.read(); }

  /// Any thread.
  std::size_t size() const { return size_.read(); }

 private:
  using Shares = net::AddressShares<WaitingSession>;

  static Shares::Holder share_of(const WaitingSession& session) {
    return {session.block, session, 1};
  }

  std::size_t most_of_one_address() const {
    const auto largest = shares_.largest();
    return largest ? shares_.of(largest->block) : 0;
  }

  std::size_t limit_;
  std::set<WaitingSession> waiting_;
  Shares shares_;
  Gauge size_;
  Counter refused_;
};

}  // namespace signalbox::app
