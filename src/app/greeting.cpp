// SPDX-License-Identifier: MIT
#include "app/greeting.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "signalbox/base/version.hpp"

namespace signalbox::app {

dialect::NativeGreeting make_greeting(const Settings& settings) {
  auto ice_servers = nlohmann::ordered_json::array();
  for (const IceServer& server : settings.ice_servers) {
    nlohmann::ordered_json entry{{"urls", server.urls}};
    if (!server.username.empty()) {
      entry["username"] = server.username;
      entry["credential"] = server.credential;
    }
    ice_servers.push_back(std::move(entry));
  }
  const auto heartbeat = std::chrono::ceil<std::chrono::seconds>(settings.limits.ping_interval);
  return {.version = std::string(kVersion),
          .heartbeat_seconds = static_cast<unsigned>(heartbeat.count()),
          .ice_servers = ice_servers.dump()};
}

}  // namespace signalbox::app
