// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/domain/event.hpp"

namespace signalbox::domain {

/// The way from the hub to the sessions, wherever they live.
class PeerSink {
 public:
  virtual ~PeerSink() = default;

  /// Brings `event` to session `to`, whose thread hands it to `Hub::receive`. Copies what it
  /// keeps, never blocks; from one caller to one session the order is kept. Where there is no
  /// such session any more, `Hub::bounce` is called with the event instead.
  virtual void deliver(SessionId to, const Event& event) = 0;
};

}  // namespace signalbox::domain
