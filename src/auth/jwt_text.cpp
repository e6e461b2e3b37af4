// SPDX-License-Identifier: MIT
#include "auth/jwt_text.hpp"

#include <strings.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "auth/base64url.hpp"
#include "auth/json_text.hpp"

namespace signalbox::auth {
namespace {

using Json = nlohmann::json;

/// Longest token that is looked at, in bytes.
constexpr std::size_t kLongestToken = 8192;

Failure no_token() {
  return unauthorized("the token is no JWT: header.claims.signature, each in base64url");
}

/// The parts of a token, RFC 7515 section 7.1. Returns nullopt if there are not three, or the token
/// has other characters in it. libjwt stops reading at a NUL, and so would take more.
std::optional<std::array<std::string_view, 3>> split(std::string_view token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (token.size() > kLongestToken || first == last) return std::nullopt;
  const std::array parts{token.substr(0, first), token.substr(first + 1, last - first - 1),
                         token.substr(last + 1)};
  const bool is_good = std::ranges::all_of(parts, [](std::string_view part) {
    return part.find_first_not_of(kBase64urlDigits) == std::string_view::npos;
  });
  return is_good ? std::optional(parts) : std::nullopt;
}

bool is_text(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found == object.end() || found->is_string();
}

/// Returns nullopt if it is one of a token that this server can check.
std::optional<Failure> check_header(const Json& header) {
  if (!header.is_object() || !is_text(header, "alg") || !is_text(header, "kid") ||
      !is_text(header, "typ")) {
    return no_token();
  }
  const std::string type = text_of(header, "typ");
  if (!type.empty() && strcasecmp(type.c_str(), "JWT") != 0) return no_token();
  // What it names changes what the rest means, RFC 7515 section 4.1.11.
  if (!header.contains("crit")) return std::nullopt;
  return unauthorized(
      "the token's header has crit, and this server knows nothing that it may name");
}

}  // namespace

Failure unauthorized(std::string reason) { return {ErrorCode::unauthorized, std::move(reason)}; }

std::variant<JwtText, Failure> read_jwt(std::string_view token) {
  const auto parts = split(token);
  if (!parts) return no_token();
  const auto header_text = decode_base64url((*parts)[0]);
  const auto claims_text = decode_base64url((*parts)[1]);
  if (!header_text || !claims_text) return no_token();
  const ParsedJson header = parse_json(*header_text);
  if (!header.problem.empty()) return unauthorized("the token's header " + header.problem);
  if (auto failure = check_header(header.value)) return std::move(*failure);
  ParsedJson claims = parse_json(*claims_text);
  if (!claims.problem.empty()) return unauthorized("what the token claims " + claims.problem);
  if (!claims.value.is_object()) return unauthorized("the token's claims are no JSON object");
  return JwtText{.algorithm = text_of(header.value, "alg"),
                 .key_id = text_of(header.value, "kid"),
                 .claims = std::move(claims.value)};
}

}  // namespace signalbox::auth
