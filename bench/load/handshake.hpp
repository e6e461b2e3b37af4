// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "environment.hpp"
#include "opener.hpp"

namespace signalbox::bench {

/// Lets the first `count` clients call each other, 2k and 2k + 1, by an offer and an answer, and
/// waits until each has heard the other: candidates follow these in real life too.
void shake_hands(Environment& environment, Clients& clients, std::size_t count);

/// Ends these calls, and waits until the other halves have heard it.
void hang_up(Environment& environment, Clients& clients, std::size_t count);

}  // namespace signalbox::bench
