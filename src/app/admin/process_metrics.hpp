// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/ops/metrics_text.hpp"

namespace signalbox::app {

/// What Prometheus' own client libraries tell of a process, by the same names.
void write_process(MetricsText& text);

}  // namespace signalbox::app
