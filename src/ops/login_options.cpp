// SPDX-License-Identifier: MIT
#include "ops/login_options.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace signalbox {
namespace {

void clear_jwt_key_files(Settings& settings) {
  // An operator who names an empty variable for the file does not mean to open the server.
  settings.jwt.is_required = true;
  settings.jwt.key_files.clear();
}

std::optional<Problem> add_jwt_key_file(Settings& settings, std::string_view value) {
  settings.jwt.key_files.emplace_back(value);
  return std::nullopt;
}

std::vector<std::string> show_jwt_key_files(const Settings& settings) {
  return {settings.jwt.key_files.begin(), settings.jwt.key_files.end()};
}

bool set_jwt_audience(Settings& settings, const std::string& value) {
  settings.jwt.audience = value;
  return !value.empty();
}

std::string show_jwt_audience(const Settings& settings) { return settings.jwt.audience; }

bool set_jwt_issuer(Settings& settings, const std::string& value) {
  settings.jwt.issuer = value;
  return !value.empty();
}

std::string show_jwt_issuer(const Settings& settings) { return settings.jwt.issuer; }

void take_jwt_key_files(Settings& in_force, const Settings& read) {
  in_force.jwt.is_required = read.jwt.is_required;
  in_force.jwt.key_files = read.jwt.key_files;
}

void take_jwt_audience(Settings& in_force, const Settings& read) {
  in_force.jwt.audience = read.jwt.audience;
}

void take_jwt_issuer(Settings& in_force, const Settings& read) {
  in_force.jwt.issuer = read.jwt.issuer;
}

/// RFC 6454 section 6.2, and `null`, as browsers write them: without what is behind the host, and
/// without the port that the scheme implies.
std::optional<std::string> parse_origin(std::string_view value) {
  std::string origin(value);
  std::ranges::transform(origin, origin.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (origin == "null") return origin;
  const auto scheme_end = origin.find("://");
  if (scheme_end == 0 || scheme_end == std::string::npos) return std::nullopt;
  const auto host = scheme_end + 3;
  if (host == origin.size() || origin.find_first_of("/?#@*", host) != std::string::npos) {
    return std::nullopt;
  }
  for (const auto& [scheme, port] : {std::pair("http://", ":80"), std::pair("https://", ":443")}) {
    if (origin.starts_with(scheme) && origin.ends_with(port)) {
      origin.erase(origin.size() - std::string_view(port).size());
    }
  }
  return origin;
}

std::optional<Problem> add_allowed_origin(Settings& settings, std::string_view value) {
  auto origin = parse_origin(value);
  if (!origin) {
    return Problem{"'" + std::string(value) + "' is no origin; write it like https://example.org."};
  }
  settings.allowed_origins.push_back(std::move(*origin));
  return std::nullopt;
}

std::vector<std::string> show_allowed_origins(const Settings& settings) {
  return settings.allowed_origins;
}

void take_allowed_origins(Settings& in_force, const Settings& read) {
  in_force.allowed_origins = read.allowed_origins;
}

}  // namespace

List jwt_key_file_option() {
  return {clear_jwt_key_files, add_jwt_key_file, show_jwt_key_files,
          "a file with public keys in PEM form (RSA or elliptic curve), a JWK Set, or a secret",
          take_jwt_key_files};
}

Single jwt_audience_option() {
  return {set_jwt_audience, show_jwt_audience, "a name", take_jwt_audience};
}

List allowed_origin_option() {
  return {[](Settings& settings) { settings.allowed_origins.clear(); }, add_allowed_origin,
          show_allowed_origins, "https://example.org, http://localhost:3000, null (files)",
          take_allowed_origins};
}

Single jwt_issuer_option() { return {set_jwt_issuer, show_jwt_issuer, "a name", take_jwt_issuer}; }

}  // namespace signalbox
