// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace signalbox::dialect::native {

/// How deep a payload's objects and arrays may nest.
inline constexpr int kDeepest = 32;

/// The text of `value`, if all of it is well-formed JSON (RFC 8259), numbers of any size and lone
/// surrogate escapes included, as for JSON.parse. simdjson's On-Demand looks only at what is read
/// and its number and string readers are stricter than the grammar, so every token is looked at
/// here. Reads the value up to its end.
std::optional<std::string_view> well_formed(simdjson::ondemand::value& value);

/// Whether the escapes of the string are valid whose first byte behind the quote is `text`, in a
/// text that simdjson has accepted: it has seen to the closing quote, UTF-8 and control characters.
bool are_escapes_valid(const char* text);

}  // namespace signalbox::dialect::native
