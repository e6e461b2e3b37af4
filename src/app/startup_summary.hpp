// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Some lines that tell an operator what runs and where; `endpoints` and `admin` are as bound.
void log_startup(const Settings& settings, std::span<const Endpoint> endpoints,
                 const std::optional<Endpoint>& admin, std::size_t places);

}  // namespace signalbox::app
