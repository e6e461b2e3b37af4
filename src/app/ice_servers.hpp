// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/dialect/dialect.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// The STUN and TURN servers that clients are told of. Any thread.
class IceServers {
 public:
  /// Reads the secret that the TURN servers share. Throws std::runtime_error with a sentence for
  /// the operator.
  explicit IceServers(const Settings& settings);

  /// What `username` is told now.
  dialect::IceServerList of(std::string_view username) const;

 private:
  std::string fixed_ = "[]";         ///< JSON, the same for everybody
  std::vector<IceServer> unlocked_;  ///< by credentials that are made for each answer
  std::string secret_;
  std::chrono::seconds lifetime_;
};

}  // namespace signalbox::app
