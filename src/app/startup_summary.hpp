// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Five lines that tell an operator what runs and where; `endpoints` are as bound.
void log_startup(const Settings& settings, std::span<const Endpoint> endpoints);

}  // namespace signalbox::app
