// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "app/admin/metrics_sources.hpp"

namespace signalbox::app {

/// Everything that the server counts, in Prometheus' text format. Any thread. Numbers of different
/// threads may be of slightly different times.
std::string metrics_report(const MetricsSources& sources);

}  // namespace signalbox::app
