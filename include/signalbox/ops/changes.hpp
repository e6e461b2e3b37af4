// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "signalbox/ops/settings.hpp"

namespace signalbox {

/// What has become of settings that were read again, for the log.
struct Changes {
  std::vector<std::string> taken;        ///< `max-message is 32KiB, was 64KiB`
  std::vector<std::string> for_restart;  ///< likewise; only a new start can change these
};

/// Hands to the settings in force what a running server can change. Where one part cannot do
/// without another, `in_force` is as good as `read`.
Changes take_over(Settings& in_force, const Settings& read);

}  // namespace signalbox
