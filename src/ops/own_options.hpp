// SPDX-License-Identifier: MIT
#pragma once

#include "ops/option.hpp"

namespace signalbox {

// The options that are not simply a bound in Limits: how each is set and shown.

extern const List kListen;
extern const List kIceServers;
extern const Single kThreads;
extern const Single kWebRoot;
extern const Single kLogLevel;

}  // namespace signalbox
