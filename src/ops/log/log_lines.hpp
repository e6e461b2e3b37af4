// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/formatter.h>

#include <memory>

namespace signalbox {

/// `2026-11-25T14:40:00.123+00:00 info session 0-1-1 from 192.0.2.1:4711 ended: …`
std::unique_ptr<spdlog::formatter> make_text_lines();

/// A JSON object a line: `time`, `level`, `message`, and of a session's line `session` and `event`.
std::unique_ptr<spdlog::formatter> make_json_lines();

}  // namespace signalbox
