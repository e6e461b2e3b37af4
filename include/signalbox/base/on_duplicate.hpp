// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace signalbox {

/// What becomes of a login with a username that somebody has.
enum class OnDuplicate : std::uint8_t {
  reject,   ///< it fails
  replace,  ///< it ends the other session
};

}  // namespace signalbox
