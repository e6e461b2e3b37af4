// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// What a number counts, and so which units may follow it.
enum class Measure : std::uint8_t {
  plain,     ///< `100`
  bytes,     ///< `64KiB`, `64k`, `65536`; every k is 1024
  duration,  ///< `500ms`, `10s`, `2m`, `1h`, in milliseconds; the unit is required
};

/// Nothing if the text is no such quantity or does not fit. Decimal only: `010` is ten.
std::optional<std::uint64_t> parse_quantity(std::string_view text, Measure measure);

/// In the largest unit that gives a whole number: 65536 bytes are `64KiB`.
std::string show_quantity(std::uint64_t value, Measure measure);

}  // namespace signalbox
