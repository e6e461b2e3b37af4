// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/base/clock.hpp"
#include "signalbox/base/token_bucket.hpp"

namespace signalbox::net {

/// What a client has spent of what it may do over its connection. It goes where that goes, so that
/// a move to another thread gives the client nothing.
struct Conduct {
  TokenBucket messages;
  TokenBucket errors;
  TimePoint begun;  ///< when the time for a login began
};

}  // namespace signalbox::net
