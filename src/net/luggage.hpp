// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "signalbox/net/conduct.hpp"

namespace signalbox::net {

/// What goes with a connection to another shard.
struct Luggage {
  std::string text;  ///< the message for which it goes
  Conduct conduct;
};

}  // namespace signalbox::net
