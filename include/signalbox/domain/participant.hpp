// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "signalbox/base/session_id.hpp"
#include "signalbox/domain/calls.hpp"
#include "signalbox/domain/realms.hpp"

namespace signalbox::domain {

/// One client's place in the signaling: who it is and whom it talks to. Belongs to its session
/// and is touched by that session's thread only.
struct Participant {
  SessionId id;
  Realm realm = Realm::standard;  ///< as long as it is logged in
  std::string username{};         ///< empty: not logged in
  [[no_unique_address]] Calls calls{};
  bool waits_for_name = false;  ///< its owner was told to leave; `vacated` will follow
};

}  // namespace signalbox::domain
