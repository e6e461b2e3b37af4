// SPDX-License-Identifier: MIT
#include "signalbox/base/text/query_parameter.hpp"

#include <algorithm>
#include <utility>

#include "signalbox/base/text/percent_decode.hpp"

namespace signalbox {

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) != name) continue;
    std::string value(pair.substr(std::min(equals + 1, pair.size())));
    // Forms, and URLSearchParams, write a space so.
    std::ranges::replace(value, '+', ' ');
    auto decoded = percent_decode(value);
    return decoded ? std::move(decoded) : std::move(value);
  }
  return std::nullopt;
}

}  // namespace signalbox
