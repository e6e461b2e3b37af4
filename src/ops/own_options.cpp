// SPDX-License-Identifier: MIT
#include "ops/own_options.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>
#include <type_traits>

#include "ops/endpoint_text.hpp"
#include "ops/ice_server_text.hpp"

namespace signalbox {
namespace {

// Words stand for enumerators in their order.
constexpr std::array<std::string_view, 2> kOnDuplicate{"reject", "replace"};
constexpr std::array<std::string_view, 2> kLogFormats{"text", "json"};
constexpr std::array<std::string_view, 3> kLogAddresses{"full", "truncated", "none"};

template <auto kMember, const auto& kWords>
bool set_word(Settings& settings, const std::string& value) {
  const auto* const word = std::ranges::find(kWords, value);
  if (word == kWords.end()) return false;
  auto& chosen = settings.*kMember;
  chosen = static_cast<std::remove_reference_t<decltype(chosen)>>(word - kWords.begin());
  return true;
}

template <auto kMember, const auto& kWords>
std::string show_word(const Settings& settings) {
  return std::string(kWords.at(static_cast<std::size_t>(settings.*kMember)));
}

template <auto kMember>
void take(Settings& in_force, const Settings& read) {
  in_force.*kMember = read.*kMember;
}

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

constexpr std::string_view kNowhere = "none";

bool set_admin_listen(Settings& settings, const std::string& value) {
  settings.admin_listen.reset();
  if (value == kNowhere) return true;
  const auto parsed = parse_endpoint(value);
  const auto* const endpoint = std::get_if<Endpoint>(&parsed);
  if (endpoint == nullptr || endpoint->kind == Endpoint::Kind::systemd) return false;
  settings.admin_listen = *endpoint;
  return true;
}

bool set_admin_token_file(Settings& settings, const std::string& value) {
  settings.admin_token_file = value;
  return !value.empty();
}

std::string show_admin_token_file(const Settings& settings) {
  return settings.admin_token_file.string();
}

std::string show_admin_listen(const Settings& settings) {
  return settings.admin_listen ? show_endpoint(*settings.admin_listen) : std::string(kNowhere);
}

std::optional<Problem> add_ice_server(Settings& settings, std::string_view value) {
  return append(parse_ice_server(value), settings.ice_servers);
}

std::vector<std::string> show_ice_servers(const Settings& settings) {
  std::vector<std::string> shown;
  for (const auto& server : settings.ice_servers) {
    for (auto url : server.urls) {
      if (!server.username.empty()) url.insert(url.find(':') + 1, "***:***@");
      shown.push_back(std::move(url));
    }
  }
  return shown;
}

bool same_ice_servers(const Settings& left, const Settings& right) {
  return left.ice_servers == right.ice_servers;
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

std::string show_threads(const Settings& settings) { return std::to_string(settings.threads); }

std::string show_web_root(const Settings& settings) { return settings.web_root.string(); }

std::string show_turn_secret_file(const Settings& settings) {
  return settings.turn_secret_file.string();
}

std::string show_tls_certificate(const Settings& settings) {
  return settings.tls.certificate.string();
}

std::string show_tls_key(const Settings& settings) { return settings.tls.key.string(); }

}  // namespace

List listen_option() {
  return {[](Settings& settings) { settings.listen.clear(); }, add_endpoint, show_endpoints,
          "127.0.0.1:8080, [::1]:8080, localhost:8080, :8080 (every address), 8080 (this computer "
          "only), unix:/run/signalbox/signalbox.sock, systemd (the sockets that it hands over)"};
}

List ice_server_option() {
  return {[](Settings& settings) { settings.ice_servers.clear(); },
          add_ice_server,
          show_ice_servers,
          "stun:host:3478, turn:host:3478?transport=udp with turn-secret-file, "
          "turn:user:password@host:3478; stuns: and turns: for TLS",
          take<&Settings::ice_servers>,
          same_ice_servers};
}

Single turn_secret_file_option() {
  return {set_turn_secret_file, show_turn_secret_file, "a file", take<&Settings::turn_secret_file>};
}

Single admin_listen_option() {
  return {set_admin_listen, show_admin_listen,
          "an address like 127.0.0.1:8081, unix:/PATH, or none"};
}

Single admin_token_file_option() { return {set_admin_token_file, show_admin_token_file, "a file"}; }

Single threads_option() {
  static_assert(kMostThreads == 64);
  return {set_threads, show_threads, "a number from 1 to 64"};
}

Single tls_certificate_option() {
  return {set_tls_certificate, show_tls_certificate, "a PEM file", take<&Settings::tls>};
}

Single tls_key_option() { return {set_tls_key, show_tls_key, "a PEM file", take<&Settings::tls>}; }

Single web_root_option() { return {set_web_root, show_web_root, "a directory"}; }

Single log_level_option() {
  return {set_word<&Settings::log_level, kLogLevels>, show_word<&Settings::log_level, kLogLevels>,
          "one of trace, debug, info, warn, error", take<&Settings::log_level>};
}

Single log_format_option() {
  return {set_word<&Settings::log_format, kLogFormats>,
          show_word<&Settings::log_format, kLogFormats>, "text or json"};
}

Single log_addresses_option() {
  return {set_word<&Settings::log_addresses, kLogAddresses>,
          show_word<&Settings::log_addresses, kLogAddresses>, "full, truncated or none"};
}

Single on_duplicate_option() {
  return {set_word<&Settings::on_duplicate, kOnDuplicate>,
          show_word<&Settings::on_duplicate, kOnDuplicate>, "reject or replace",
          take<&Settings::on_duplicate>};
}

}  // namespace signalbox
