// SPDX-License-Identifier: MIT
#include "signalbox/domain/calls.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace signalbox::domain {

bool Calls::connect(SessionId id, std::string_view username, std::size_t limit) {
  const auto known = place_of(id);
  if (known != peers_.end()) {
    std::rotate(known, std::next(known), peers_.end());
  } else if (peers_.size() < limit) {
    // Most sessions never have more than one call: no room for others ahead of time.
    if (peers_.empty()) peers_.reserve(1);
    peers_.push_back({.id = id, .username = std::string(username)});
  } else {
    return false;
  }
  has_current_ = true;
  return true;
}

std::uint8_t Calls::attempt(SessionId id) {
  const auto known = place_of(id);
  if (known == peers_.end()) return 0;
  if (++known->attempts == 0) known->attempts = 1;
  return known->attempts;
}

void Calls::hear_of(SessionId id) {
  const auto known = place_of(id);
  if (known != peers_.end()) known->is_heard_of = true;
}

bool Calls::is_unattempted(SessionId id) const {
  const CallPeer* const known = find(id);
  return known != nullptr && known->attempts == 0;
}

bool Calls::disconnect(SessionId id) {
  const auto known = place_of(id);
  if (known == peers_.end()) return false;
  if (std::next(known) == peers_.end()) has_current_ = false;
  peers_.erase(known);
  if (peers_.empty()) std::vector<CallPeer>().swap(peers_);
  return true;
}

std::vector<CallPeer>::iterator Calls::place_of(SessionId id) {
  return std::ranges::find(peers_, id, &CallPeer::id);
}

const CallPeer* Calls::find(SessionId id) const {
  const auto known = std::ranges::find(peers_, id, &CallPeer::id);
  return known == peers_.end() ? nullptr : &*known;
}

const CallPeer* Calls::find(std::string_view username) const {
  // From the back: the current one is asked for most, and of two of one name it is the newer.
  const auto found = std::find_if(peers_.rbegin(), peers_.rend(),
                                  [&](const CallPeer& peer) { return peer.username == username; });
  return found == peers_.rend() ? nullptr : &*found;
}

const CallPeer* Calls::oldest_unanswered() const {
  const auto found = std::ranges::find(peers_, 0, &CallPeer::attempts);
  return found == peers_.end() ? nullptr : &*found;
}

std::vector<CallPeer> Calls::take_all() {
  has_current_ = false;
  return std::exchange(peers_, {});
}

std::optional<Clock::duration> Calls::end_timing(TimePoint now) {
  if (!has_current_ || peers_.back().offered == TimePoint{}) return std::nullopt;
  return now - std::exchange(peers_.back().offered, TimePoint{});
}

}  // namespace signalbox::domain
