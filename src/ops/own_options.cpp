// SPDX-License-Identifier: MIT
#include "ops/own_options.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>

#include "ops/endpoint_text.hpp"
#include "ops/ice_server_text.hpp"

namespace signalbox {
namespace {

constexpr std::array<std::string_view, 5> kLogLevels{"trace", "debug", "info", "warn", "error"};

constexpr std::array<std::string_view, 2> kOnDuplicate{"reject", "replace"};

template <typename Value>
std::optional<Problem> append(Parsed<Value> parsed, std::vector<Value>& values) {
  if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
  values.push_back(std::get<Value>(std::move(parsed)));
  return std::nullopt;
}

std::optional<Problem> add_endpoint(Settings& settings, std::string_view value) {
  return append(parse_endpoint(value), settings.listen);
}

std::vector<std::string> show_endpoints(const Settings& settings) {
  std::vector<std::string> shown;
  std::ranges::transform(settings.listen, std::back_inserter(shown), show_endpoint);
  return shown;
}

std::optional<Problem> add_ice_server(Settings& settings, std::string_view value) {
  return append(parse_ice_server(value), settings.ice_servers);
}

std::vector<std::string> show_ice_servers(const Settings& settings) {
  std::vector<std::string> shown;
  for (const auto& server : settings.ice_servers) {
    shown.insert(shown.end(), server.urls.begin(), server.urls.end());
  }
  return shown;
}

bool set_turn_secret_file(Settings& settings, const std::string& value) {
  settings.turn_secret_file = value;
  return !value.empty();
}

bool set_threads(Settings& settings, const std::string& value) {
  const auto number = parse_quantity(value, Measure::plain);
  if (!number || *number < 1 || *number > kMostThreads) return false;
  settings.threads = static_cast<unsigned>(*number);
  return true;
}

bool set_web_root(Settings& settings, const std::string& value) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(value, ignored)) return false;
  settings.web_root = value;
  return true;
}

bool set_tls_certificate(Settings& settings, const std::string& value) {
  settings.tls.certificate = value;
  return !value.empty();
}

bool set_tls_key(Settings& settings, const std::string& value) {
  settings.tls.key = value;
  return !value.empty();
}

bool set_log_level(Settings& settings, const std::string& value) {
  const auto* const level = std::ranges::find(kLogLevels, value);
  if (level == kLogLevels.end()) return false;
  settings.log_level = static_cast<LogLevel>(level - kLogLevels.begin());
  return true;
}

bool set_on_duplicate(Settings& settings, const std::string& value) {
  const auto* const policy = std::ranges::find(kOnDuplicate, value);
  if (policy == kOnDuplicate.end()) return false;
  settings.on_duplicate = static_cast<OnDuplicate>(policy - kOnDuplicate.begin());
  return true;
}

std::string show_on_duplicate(const Settings& settings) {
  return std::string(kOnDuplicate.at(static_cast<std::size_t>(settings.on_duplicate)));
}

std::string show_threads(const Settings& settings) { return std::to_string(settings.threads); }

std::string show_web_root(const Settings& settings) { return settings.web_root.string(); }

std::string show_turn_secret_file(const Settings& settings) {
  return settings.turn_secret_file.string();
}

std::string show_tls_certificate(const Settings& settings) {
  return settings.tls.certificate.string();
}

std::string show_tls_key(const Settings& settings) { return settings.tls.key.string(); }

std::string show_log_level(const Settings& settings) {
  return std::string(kLogLevels.at(static_cast<std::size_t>(settings.log_level)));
}

}  // namespace

List listen_option() {
  return {[](Settings& settings) { settings.listen.clear(); }, add_endpoint, show_endpoints,
          "127.0.0.1:8080, [::1]:8080, localhost:8080, :8080 (every address), 8080 (this computer "
          "only), unix:/run/signalbox/signalbox.sock, systemd (the sockets that it hands over)"};
}

List ice_server_option() {
  return {[](Settings& settings) { settings.ice_servers.clear(); }, add_ice_server,
          show_ice_servers,
          "stun:host:3478, turn:host:3478?transport=udp with turn-secret-file, "
          "turn:user:password@host:3478; stuns: and turns: for TLS"};
}

Single turn_secret_file_option() { return {set_turn_secret_file, show_turn_secret_file, "a file"}; }

Single threads_option() {
  static_assert(kMostThreads == 64);
  return {set_threads, show_threads, "a number from 1 to 64"};
}

Single tls_certificate_option() {
  return {set_tls_certificate, show_tls_certificate, "a PEM file"};
}

Single tls_key_option() { return {set_tls_key, show_tls_key, "a PEM file"}; }

Single web_root_option() { return {set_web_root, show_web_root, "a directory"}; }

Single log_level_option() {
  return {set_log_level, show_log_level, "one of trace, debug, info, warn, error"};
}

Single on_duplicate_option() { return {set_on_duplicate, show_on_duplicate, "reject or replace"}; }

}  // namespace signalbox
