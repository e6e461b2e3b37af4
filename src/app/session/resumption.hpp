// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/base/clock.hpp"
#include "signalbox/base/secret.hpp"
#include "signalbox/domain/delivery.hpp"
#include "signalbox/net/address_block.hpp"

namespace signalbox::app {

/// What lets a session outlive its connection. Only those have it whose clients asked for it.
struct Resumption {
  explicit Resumption(domain::MailTotal& all) : delivery(all) {}

  Secret secret = Secret::random();
  domain::Delivery delivery;
  bool has_given_up = false;  ///< what was kept for the client, while that was away
  bool is_asked = false;      ///< for an acknowledgement, and none has come since
  TimePoint asked{};          ///< since when
  net::AddressBlock block{};  ///< while the client is away: where it was
  TimePoint until{};          ///< while the client is away: until when it may come back
};

}  // namespace signalbox::app
