// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/auth/webhooks.hpp"
#include "signalbox/ops/metrics_text.hpp"

namespace signalbox::app {

/// How the application's server was asked and told.
void write_webhooks(MetricsText& text, const auth::Webhooks& webhooks);

}  // namespace signalbox::app
