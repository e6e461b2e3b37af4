// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/base/clock.hpp"
#include "signalbox/base/secret.hpp"
#include "signalbox/domain/delivery.hpp"

namespace signalbox::app {

/// What lets a session outlive its connection. Only those have it whose clients asked for it.
struct Resumption {
  explicit Resumption(domain::MailTotal& all) : delivery(all) {}

  Secret secret = Secret::random();
  domain::Delivery delivery;
  TimePoint until{};  ///< while the client is away: until when it may come back
};

}  // namespace signalbox::app
