// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "support/http_exchange.hpp"

namespace signalbox::test {

/// What the operator's port tells: samples by name and label, as they are written. What a client
/// has heard of is counted in them: a thread that answers the health check has ended the turn in
/// which it spoke to that client.
inline std::map<std::string, double> read_metrics(std::uint16_t admin_port) {
  if (get(admin_port, "/healthz").body != "ok\n") throw std::runtime_error("not healthy");
  std::map<std::string, double> samples;
  std::istringstream text(get(admin_port, "/metrics").body);
  for (std::string line; std::getline(text, line);) {
    const auto space = line.rfind(' ');
    if (!line.starts_with('#')) samples[line.substr(0, space)] = std::stod(line.substr(space));
  }
  return samples;
}

/// The sample that tells how often a limit was hit.
inline std::string hits_of(const std::string& limit) {
  return "signalbox_limits_hit_total{limit=\"" + limit + "\"}";
}

/// Waits until one of them is `value`, where the server has to notice something first.
inline bool metric_becomes(std::uint16_t admin_port, const std::string& sample, double value) {
  return eventually([&] { return read_metrics(admin_port)[sample] == value; });
}

}  // namespace signalbox::test
