// SPDX-License-Identifier: MIT
#include "app/greeting.hpp"

#include <chrono>

#include "signalbox/base/version.hpp"

namespace signalbox::app {

dialect::NativeGreeting make_greeting(const Settings& settings) {
  const auto heartbeat = std::chrono::ceil<std::chrono::seconds>(settings.limits.ping_interval);
  return {.version = std::string(kVersion),
          .heartbeat_seconds = static_cast<unsigned>(heartbeat.count())};
}

}  // namespace signalbox::app
