// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace signalbox {

/// The option key that was most likely meant, without dashes: the one with the fewest letters to
/// change, or ours for what other servers call by another name. Empty if nothing is near.
std::string_view nearest_key(std::string_view written);

}  // namespace signalbox
