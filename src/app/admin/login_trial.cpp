// SPDX-License-Identifier: MIT
#include "app/admin/login_trial.hpp"

#include <fmt/core.h>

#include <chrono>
#include <string>
#include <utility>
#include <variant>

#include "signalbox/base/text/query_parameter.hpp"
#include "signalbox/domain/realms.hpp"

namespace signalbox::app {
namespace {

/// Whether it is all right, and in words.
using Finding = std::pair<bool, std::string>;

Finding look_at_path(const Routes& routes, const std::string& path) {
  if (routes.has_web_socket_at(path)) return {true, "WebSockets are taken at " + path};
  return {false, "no WebSocket is taken at " + path + ": connect to " + routes.web_socket_path()};
}

Finding look_at_origin(const Routes& routes, const std::string& origin) {
  if (origin.empty()) return {true, "no origin is given: only browsers name one"};
  if (routes.allows(origin)) return {true, "pages of " + origin + " may connect"};
  return {false, "pages of " + origin + " may not connect: name it as an allowed-origin"};
}

Finding look_at_token(const auth::Authenticator& authenticator, const std::string& username,
                      const std::string& token, const std::string& realm) {
  if (!domain::is_valid_realm(realm)) return {false, std::string(domain::kRealmRule)};
  const auth::Verdict verdict = authenticator.check(
      {.username = username,
       .token = token,
       .realm = realm,
       .now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())});
  if (const auto* failure = std::get_if<Failure>(&verdict)) return {false, failure->message};
  const auto& admission = std::get<auth::Admission>(verdict);
  const std::string where = admission.realm.empty() ? "" : " to the realm " + admission.realm;
  if (!admission.lifetime) return {true, "everybody may log in" + where};
  return {true, fmt::format("{} may log in{}, for {} seconds", username, where,
                            admission.lifetime->count())};
}

}  // namespace

nlohmann::ordered_json try_login(std::string_view query, const Routes& routes,
                                 const auth::Authenticator& authenticator,
                                 const auth::Webhooks& webhooks) {
  const auto said = [&](const char* name) { return query_parameter(query, name).value_or(""); };
  const std::string path = said("path");
  const Finding at_path = look_at_path(routes, path.empty() ? routes.web_socket_path() : path);
  const Finding from_origin = look_at_origin(routes, said("origin"));
  Finding with_token = look_at_token(authenticator, said("username"), said("token"), said("realm"));
  if (with_token.first && webhooks.decide()) {
    with_token.second += ", if the login webhook agrees, which was not asked";
  }
  return {{"admitted", at_path.first && from_origin.first && with_token.first},
          {"path", at_path.second},
          {"origin", from_origin.second},
          {"login", with_token.second}};
}

}  // namespace signalbox::app
