// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

namespace signalbox {

/// Returns `bytes` in base64, RFC 4648 section 4, with padding.
std::string encode_base64(std::span<const unsigned char> bytes);

}  // namespace signalbox
