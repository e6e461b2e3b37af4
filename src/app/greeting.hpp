// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/dialect/native.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// What clients are told at login, as the operator has set it.
dialect::NativeGreeting make_greeting(const Settings& settings);

}  // namespace signalbox::app
