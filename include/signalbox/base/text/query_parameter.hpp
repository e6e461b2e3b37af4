// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// Returns a parameter of a request's query, decoded: `b c` for `name` in other=1&name=b%20c. A
/// value with a percent sign that begins no escape stands as it was sent, so that a mistake does
/// not count as nothing. Returns nullopt if there is no such parameter.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace signalbox
