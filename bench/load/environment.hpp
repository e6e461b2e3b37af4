// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "loop.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "server_process.hpp"
#include "target.hpp"

namespace signalbox::bench {

/// What every mode works with.
struct Environment {
  const Options& options;
  Loop loop;
  Target target;
  std::optional<ServerProcess> server;  ///< nothing: not on this machine, or not ours to look at
  Progress progress;
};

/// The modes.
Report run_relay(Environment& environment);
Report run_calls(Environment& environment);
Report run_connect(Environment& environment);
Report run_idle(Environment& environment);

}  // namespace signalbox::bench
