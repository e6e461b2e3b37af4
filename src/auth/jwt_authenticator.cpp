// SPDX-License-Identifier: MIT
#include "signalbox/auth/jwt.hpp"

#include <fmt/core.h>
#include <jwt.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "auth/json_text.hpp"
#include "auth/jwt_key.hpp"
#include "auth/jwt_text.hpp"
#include "auth/key_file.hpp"

namespace signalbox::auth {
namespace {

using Json = nlohmann::json;
using std::chrono::seconds;

/// Clocks of two computers differ.
constexpr seconds kLeeway{10};

/// The year 2200. Beyond it a sum of times might overflow.
constexpr double kLatest = 7'258'118'400;

bool is_signed(const std::string& token, const JwtKey& key, jwt_alg_t algorithm) {
  jwt_t* decoded = nullptr;
  if (jwt_decode(&decoded, token.c_str(), key.data(), key.size()) != 0) return false;
  const std::unique_ptr<jwt_t, decltype(&jwt_free)> verified(decoded, jwt_free);
  return jwt_get_alg(verified.get()) == algorithm;
}

/// RFC 7519 section 2. It may have a fraction. Returns nullopt if it says no time.
std::optional<seconds> time_of(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  return seconds(static_cast<std::int64_t>(std::clamp(found->get<double>(), 0.0, kLatest)));
}

/// `aud` is one name or several.
bool is_for(const Json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (!found->is_array()) return *found == audience;
  return std::any_of(found->begin(), found->end(),
                     [&](const Json& name) { return name == audience; });
}

/// A token lets into its own realm, and one that names none into none with a name.
std::optional<Failure> check_realm(const Json& claims, std::string_view wanted) {
  if (!claims.contains("realm")) {
    if (wanted.empty()) return std::nullopt;
    return unauthorized("the token has no realm: it must say the one that the URL asks for");
  }
  const std::string realm = text_of(claims, "realm");
  if (realm.empty() || realm.size() > kLongestEcho) {
    return unauthorized("the token's realm is not the name of one");
  }
  if (wanted.empty() || wanted == realm) return std::nullopt;
  return unauthorized("the token is for the realm '" + realm + "': connect with ?realm=" + realm +
                      " in the URL, or without");
}

std::optional<Failure> check_times(const Json& claims, seconds now) {
  const auto expires = time_of(claims, "exp");
  if (!expires) return unauthorized("the token has no exp: it must say when it expires");
  if (*expires + kLeeway <= now) {
    return unauthorized(fmt::format("the token expired {} seconds ago", (now - *expires).count()));
  }
  for (const char* const name : {"nbf", "iat"}) {
    if (claims.contains(name) && !time_of(claims, name)) {
      return unauthorized(fmt::format("the token's {} is no number of seconds since 1970", name));
    }
  }
  const auto begins = time_of(claims, "nbf");
  if (begins && *begins - kLeeway > now) {
    return unauthorized(
        fmt::format("the token is not good for another {} seconds", (*begins - now).count()));
  }
  return std::nullopt;
}

/// Checks tokens with keys that it has. Immutable.
class JwtAuthenticator final : public Authenticator {
 public:
  /// Empty `audience` or `issuer`: any.
  JwtAuthenticator(std::vector<JwtKey> keys, std::string audience, std::string issuer)
      : keys_(std::move(keys)), audience_(std::move(audience)), issuer_(std::move(issuer)) {}

  Verdict check(const LoginAttempt& attempt) const override;

 private:
  std::variant<Json, Failure> verify(const std::string& token) const;
  std::optional<Failure> check_claims(const Json& claims, const LoginAttempt& attempt) const;

  std::vector<JwtKey> keys_;
  std::string audience_;
  std::string issuer_;
};

Verdict JwtAuthenticator::check(const LoginAttempt& attempt) const {
  if (attempt.token.empty()) {
    return unauthorized("this server wants a token: add the member 'token', a JWT, to the login");
  }
  const auto verified = verify(std::string(attempt.token));
  if (const auto* failure = std::get_if<Failure>(&verified)) return *failure;
  const auto& claims = std::get<Json>(verified);
  if (auto failure = check_claims(claims, attempt)) return std::move(*failure);
  return Admission{.lifetime = *time_of(claims, "exp") + kLeeway - attempt.now.time_since_epoch(),
                   .realm = text_of(claims, "realm")};
}

/// What the token claims, if one of the keys has signed it.
std::variant<Json, Failure> JwtAuthenticator::verify(const std::string& token) const {
  auto said = read_jwt(token);
  if (auto* const failure = std::get_if<Failure>(&said)) return std::move(*failure);
  auto& [name, id, claims] = std::get<JwtText>(said);
  const jwt_alg_t algorithm = algorithm_named(name);
  bool is_tried = false;
  for (const JwtKey& key : keys_) {
    if (!key.takes(algorithm) || (!key.id.empty() && !id.empty() && key.id != id)) continue;
    is_tried = true;
    if (is_signed(token, key, algorithm)) return std::move(claims);
  }
  if (is_tried) return unauthorized("the token is not signed with this server's key");
  if (name.size() > kLongestEcho || id.size() > kLongestEcho) {
    return unauthorized("this server has no key for the token's alg and kid");
  }
  return unauthorized(fmt::format("this server has no key for the token's alg '{}'{}", name,
                                  id.empty() ? "" : " and kid '" + id + "'"));
}

std::optional<Failure> JwtAuthenticator::check_claims(const Json& claims,
                                                      const LoginAttempt& attempt) const {
  if (auto failure = check_times(claims, attempt.now.time_since_epoch())) return failure;
  if (!audience_.empty() && !is_for(claims, audience_)) {
    return unauthorized("the token's aud is not '" + audience_ + "'");
  }
  if (!issuer_.empty() && text_of(claims, "iss") != issuer_) {
    return unauthorized("the token's iss is not '" + issuer_ + "'");
  }
  if (auto failure = check_realm(claims, attempt.realm)) return failure;
  const std::string subject = text_of(claims, "sub");
  if (subject.empty()) return unauthorized("the token has no sub: it must say the username");
  if (subject != attempt.username) {
    return unauthorized("the token is for '" + subject + "' (sub): log in with that username");
  }
  return std::nullopt;
}

}  // namespace

std::unique_ptr<const Authenticator> make_jwt_authenticator(const JwtPolicy& policy) {
  std::vector<JwtKey> keys;
  for (const auto& file : policy.key_files) {
    std::ranges::move(read_checking_keys(file), std::back_inserter(keys));
  }
  return std::make_unique<JwtAuthenticator>(std::move(keys), policy.audience, policy.issuer);
}

}  // namespace signalbox::auth
