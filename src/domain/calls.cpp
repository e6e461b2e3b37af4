// SPDX-License-Identifier: MIT
#include "signalbox/domain/calls.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace signalbox::domain {

bool Calls::connect(SessionId id, std::string_view username, std::size_t limit) {
  auto known = std::ranges::find(peers_, id, &CallPeer::id);
  if (known != peers_.end()) {
    std::rotate(known, std::next(known), peers_.end());
  } else if (peers_.size() < limit) {
    // Most sessions never have more than one call: no room for others ahead of time.
    if (peers_.empty()) peers_.reserve(1);
    peers_.push_back({id, std::string(username)});
  } else {
    return false;
  }
  has_current_ = true;
  return true;
}

bool Calls::disconnect(SessionId id) {
  auto known = std::ranges::find(peers_, id, &CallPeer::id);
  if (known == peers_.end()) return false;
  if (std::next(known) == peers_.end()) has_current_ = false;
  peers_.erase(known);
  if (peers_.empty()) std::vector<CallPeer>().swap(peers_);
  return true;
}

const CallPeer* Calls::find(std::string_view username) const {
  for (const CallPeer& peer : std::views::reverse(peers_)) {
    if (peer.username == username) return &peer;
  }
  return nullptr;
}

std::vector<CallPeer> Calls::take_all() {
  has_current_ = false;
  return std::exchange(peers_, {});
}

}  // namespace signalbox::domain
