// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::bench {

/// The JSON of an RTCIceCandidate as browsers send it, about 220 bytes.
std::string candidate_payload();

/// The JSON of an RTCSessionDescription of `bytes` bytes; `type` is "offer" or "answer".
std::string description_payload(std::string_view type, std::size_t bytes);

}  // namespace signalbox::bench
