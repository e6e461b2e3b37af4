// SPDX-License-Identifier: MIT
#pragma once

#include "app/admin/metrics_sources.hpp"
#include "signalbox/ops/metrics_text.hpp"

namespace signalbox::app {

/// How often each limit was hit, and how much waits for clients now. Any thread.
void write_limits(MetricsText& text, const MetricsSources& sources);

}  // namespace signalbox::app
