// SPDX-License-Identifier: MIT
#include "app/session/opening.hpp"

#include <cstddef>
#include <utility>

#include "signalbox/base/text/parse_number.hpp"
#include "signalbox/base/text/query_parameter.hpp"

namespace signalbox::app {
namespace {

std::string token_of(const net::HttpRequest& request) {
  if (auto token = query_parameter(request.query(), "token")) return std::move(*token);
  constexpr std::string_view kPrefix = "token.";
  for (const std::string_view subprotocol : request.tokens("Sec-WebSocket-Protocol")) {
    if (subprotocol.starts_with(kPrefix)) return std::string(subprotocol.substr(kPrefix.size()));
  }
  return {};
}

}  // namespace

std::string opening_of(const net::HttpRequest& request) {
  const std::string realm = query_parameter(request.query(), "realm").value_or("");
  const std::string token = token_of(request);
  return text_of({.realm = realm, .token = token});
}

/// Both may hold any byte, so the realm's size comes before them: 4:shopTOKEN.
std::string text_of(const Opening& opening) {
  if (opening.realm.empty() && opening.token.empty()) return {};
  std::string text = std::to_string(opening.realm.size()) + ':';
  text.append(opening.realm).append(opening.token);
  return text;
}

Opening parse_opening(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const auto size = parse_number<std::size_t>(text.substr(0, colon));
  text.remove_prefix(colon + 1);
  if (!size || *size > text.size()) return {};
  return {.realm = text.substr(0, *size), .token = text.substr(*size)};
}

}  // namespace signalbox::app
