// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/frame_events.hpp"

namespace signalbox::test {

using Kind = Frame::Kind;
using Events = std::vector<FrameEvent>;

inline constexpr std::size_t kMaxMessage = 1000;

/// Text that no shift or reordering leaves equal.
inline std::string pattern(std::size_t size) {
  std::string result(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    result[i] = static_cast<char>('!' + i * 7 % 89);
  }
  return result;
}

inline Events parse_byte_by_byte(std::string_view stream, std::size_t max_message = kMaxMessage) {
  return parse(stream, max_message, [] { return std::size_t{1}; });
}

/// Whole, in single bytes, and cut in two at every place.
inline void require_however_split(std::string_view stream, const Events& expected,
                                  std::size_t max_message = kMaxMessage) {
  REQUIRE(parse(stream, max_message) == expected);
  REQUIRE(parse_byte_by_byte(stream, max_message) == expected);
  for (std::size_t first = 1; first < stream.size(); ++first) {
    CAPTURE(first);
    REQUIRE(parse(stream, max_message, [&, part = first]() mutable {
              return std::exchange(part, stream.size());
            }) == expected);
  }
}

}  // namespace signalbox::test
