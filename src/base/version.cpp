// SPDX-License-Identifier: MIT
#include "signalbox/base/version.hpp"

namespace signalbox {

const std::string_view kVersion = SIGNALBOX_VERSION;

}  // namespace signalbox
