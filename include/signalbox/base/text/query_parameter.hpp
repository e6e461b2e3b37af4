// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// A parameter of a request's query, decoded: `b c` for `name` in other=1&name=b%20c. Nothing:
/// there is none, or it is no valid encoding.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace signalbox
