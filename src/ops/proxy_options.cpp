// SPDX-License-Identifier: MIT
#include "ops/proxy_options.hpp"

#include <algorithm>
#include <iterator>

#include "ops/address_range_text.hpp"
#include "signalbox/base/text/parse_number.hpp"

namespace signalbox {
namespace {

template <SocketAccess Settings::*kAccess>
bool set_mode(Settings& settings, const std::string& value) {
  constexpr int kOctal = 8;
  constexpr unsigned kMost = 0777;
  const auto mode = parse_number<unsigned>(value, kOctal);
  if (!mode || *mode > kMost) return false;
  (settings.*kAccess).mode = *mode;
  return true;
}

template <SocketAccess Settings::*kAccess>
std::string show_mode(const Settings& settings) {
  const unsigned mode = (settings.*kAccess).mode;
  return {static_cast<char>('0' + (mode >> 6U)), static_cast<char>('0' + (mode >> 3U & 7U)),
          static_cast<char>('0' + (mode & 7U))};
}

template <SocketAccess Settings::*kAccess>
bool set_group(Settings& settings, const std::string& value) {
  (settings.*kAccess).group = value;
  return !value.empty();
}

template <SocketAccess Settings::*kAccess>
std::string show_group(const Settings& settings) {
  return (settings.*kAccess).group;
}

template <SocketAccess Settings::*kAccess>
Single mode_option() {
  return {set_mode<kAccess>, show_mode<kAccess>, "a mode from 0 to 777, in octal"};
}

template <SocketAccess Settings::*kAccess>
Single group_option() {
  return {set_group<kAccess>, show_group<kAccess>, "a group's name"};
}

bool set_base_path(Settings& settings, const std::string& value) {
  // What stands in a path without being encoded, RFC 3986 section 3.3.
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~";
  const bool is_path = value.starts_with('/') && value.find("//") == std::string::npos &&
                       value.find_first_not_of(kAllowed) == std::string::npos;
  if (!is_path) return false;
  settings.base_path = value.substr(0, value.find_last_not_of('/') + 1);
  return true;
}

std::string show_base_path(const Settings& settings) { return settings.base_path; }

std::optional<Problem> add_trusted_proxy(Settings& settings, std::string_view value) {
  auto range = parse_address_range(value);
  if (auto* problem = std::get_if<Problem>(&range)) return std::move(*problem);
  settings.proxies.trusted.push_back(std::get<AddressRange>(range));
  return std::nullopt;
}

std::vector<std::string> show_trusted_proxies(const Settings& settings) {
  std::vector<std::string> shown;
  std::ranges::transform(settings.proxies.trusted, std::back_inserter(shown), show_address_range);
  return shown;
}

bool set_proxy_protocol(Settings& settings, const std::string& value) {
  settings.proxies.send_header = value == "required";
  return settings.proxies.send_header || value == "off";
}

std::string show_proxy_protocol(const Settings& settings) {
  return settings.proxies.send_header ? "required" : "off";
}

}  // namespace

Single socket_mode_option() { return mode_option<&Settings::socket_access>(); }
Single socket_group_option() { return group_option<&Settings::socket_access>(); }
Single admin_socket_mode_option() { return mode_option<&Settings::admin_socket_access>(); }
Single admin_socket_group_option() { return group_option<&Settings::admin_socket_access>(); }

Single base_path_option() { return {set_base_path, show_base_path, "a path like /signal"}; }

List trusted_proxy_option() {
  return {[](Settings& settings) { settings.proxies.trusted.clear(); }, add_trusted_proxy,
          show_trusted_proxies,
          "127.0.0.1, 10.0.0.0/8, 2001:db8::/32, unix (whoever connects over a Unix socket)"};
}

Single proxy_protocol_option() {
  return {set_proxy_protocol, show_proxy_protocol, "off or required"};
}

}  // namespace signalbox
