// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "signalbox/dialect/dialect.hpp"

namespace signalbox::dialect {

/// What every login answer of the native dialect tells besides the name.
struct NativeGreeting {
  std::string version;
  unsigned heartbeat_seconds = 0;
};

/// Signalbox's own protocol, docs/protocol.md.
std::unique_ptr<Dialect> make_native(const NativeGreeting& greeting);

}  // namespace signalbox::dialect
