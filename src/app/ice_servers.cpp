// SPDX-License-Identifier: MIT
#include "app/ice_servers.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/secret_file.hpp"
#include "signalbox/auth/turn_credentials.hpp"

namespace signalbox::app {

namespace {

using Json = nlohmann::ordered_json;
using std::chrono::seconds;
using std::chrono::system_clock;

Json entry(const IceServer& server, const auth::TurnCredentials& credentials) {
  Json entry{{"urls", server.urls}};
  if (!credentials.username.empty()) {
    entry["username"] = credentials.username;
    entry["credential"] = credentials.credential;
  }
  return entry;
}

bool needs_credentials(const IceServer& server) {
  return server.is_turn() && server.username.empty();
}

}  // namespace

IceServers::IceServers(const Settings& settings)
    : secret_(read_secret_file(
          "--turn-secret-file", settings.turn_secret_file,
          "Put the secret into it that the TURN server has as static-auth-secret")),
      lifetime_(std::chrono::floor<seconds>(settings.limits.turn_lifetime)) {
  Json fixed = Json::array();
  for (const IceServer& server : settings.ice_servers) {
    if (needs_credentials(server)) {
      unlocked_.push_back(server);
    } else {
      fixed.push_back(entry(server, {server.username, server.credential}));
    }
  }
  fixed_ = fixed.dump();
}

dialect::IceServerList IceServers::of(std::string_view username) const {
  if (unlocked_.empty()) return {.servers = fixed_};
  const auto now = std::chrono::floor<seconds>(system_clock::now());
  const auto credentials = auth::make_turn_credentials(secret_, username, now + lifetime_);
  Json all = Json::parse(fixed_);
  for (const IceServer& server : unlocked_) all.push_back(entry(server, credentials));
  return {.servers = all.dump(), .lifetime = lifetime_};
}

}  // namespace signalbox::app
