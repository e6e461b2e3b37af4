// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/domain/event.hpp"

namespace signalbox::domain {

/// The way from the hub to the sessions, wherever they live.
class PeerSink {
 public:
  virtual ~PeerSink() = default;

  /// Brings `event` to session `to`, whose thread hands it to `Hub::receive`. Called on the thread
  /// of session `event.from`. Copies what it keeps, never blocks; from one session to another the
  /// order is kept. What cannot be delivered goes to `Hub::bounce`.
  virtual void deliver(SessionId to, const Event& event) = 0;
};

}  // namespace signalbox::domain
