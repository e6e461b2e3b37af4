// SPDX-License-Identifier: MIT
#include "ops/endpoint_text.hpp"

#include "ops/host.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kSystemd = "systemd";

/// unix(7): sun_path without its end.
constexpr std::size_t kLongestPath = 107;

Parsed<Endpoint> parse_unix_socket(std::string_view path) {
  if (!path.starts_with('/')) {
    return Problem{"'unix:" + std::string(path) +
                   "' has no whole path; write it like unix:/run/signalbox/signalbox.sock."};
  }
  if (path.size() > kLongestPath) {
    return Problem{"'unix:" + std::string(path) + "' is too long: a socket's path has at most " +
                   std::to_string(kLongestPath) + " bytes."};
  }
  return Endpoint{std::string(path), 0, Endpoint::Kind::unix_socket};
}

}  // namespace

Parsed<Endpoint> parse_endpoint(std::string_view text) {
  const auto wrong = [text](const std::string& how) {
    return Problem{"'" + std::string(text) + "' " + how};
  };
  if (text == kSystemd) return Endpoint{"", 0, Endpoint::Kind::systemd};
  if (text.starts_with(kUnix)) return parse_unix_socket(text.substr(kUnix.size()));
  if (const auto port = parse_port(text)) return Endpoint{"127.0.0.1", *port};
  if (is_ipv6(text)) {
    return wrong("needs brackets and a port: write [" + std::string(text) + "]:8080.");
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.ends_with(']')) {
    return wrong("has no port; write it like 127.0.0.1:8080, or :8080 for every address.");
  }
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) return wrong("does not end in a port from 0 to 65535 (0: any free port).");

  auto host = text.substr(0, colon);
  if (host.empty()) return Endpoint{"", *port};
  if (!is_host(host)) {
    return wrong(
        "does not begin with an address or a host name; write it like 127.0.0.1:8080 or "
        "[::1]:8080.");
  }
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return Endpoint{std::string(host), *port};
}

std::string show_endpoint(const Endpoint& endpoint) {
  if (endpoint.kind == Endpoint::Kind::systemd) return std::string(kSystemd);
  if (endpoint.kind == Endpoint::Kind::unix_socket) return std::string(kUnix) + endpoint.host;
  const bool brackets = endpoint.host.find(':') != std::string::npos;
  return (brackets ? "[" + endpoint.host + "]" : endpoint.host) + ":" +
         std::to_string(endpoint.port);
}

}  // namespace signalbox
