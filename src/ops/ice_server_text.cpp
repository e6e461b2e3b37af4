// SPDX-License-Identifier: MIT
#include "ops/ice_server_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "ops/host.hpp"
#include "signalbox/base/text/percent_decode.hpp"

namespace signalbox {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"stun", "stuns", "turn", "turns"};

/// A server as it was written, cut at its punctuation.
struct Parts {
  std::string_view scheme;
  std::optional<std::string_view> credentials;
  std::string_view host_and_port;
  std::string_view query;  ///< with its question mark
};

Parts split(std::string_view text) {
  Parts parts;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    parts.host_and_port = text;
    return parts;
  }
  parts.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    parts.credentials = text.substr(0, at);
    text.remove_prefix(at + 1);
  }
  const auto question = std::min(text.find('?'), text.size());
  parts.host_and_port = text.substr(0, question);
  parts.query = text.substr(question);
  return parts;
}

bool is_host_and_port(std::string_view text) {
  if (is_host(text)) return true;
  const auto colon = text.rfind(':');
  return colon != std::string_view::npos && is_host(text.substr(0, colon)) &&
         parse_port(text.substr(colon + 1)).value_or(0) != 0;
}

/// What is wrong with the parts; empty if nothing is.
std::string complaint(const Parts& parts) {
  const bool turn = parts.scheme.starts_with("turn");
  if (std::ranges::find(kSchemes, parts.scheme) == kSchemes.end()) {
    return "does not begin with stun:, stuns:, turn: or turns:.";
  }
  if (parts.host_and_port.starts_with("//")) {
    return "has slashes, which these URLs do not: write stun:host:3478.";
  }
  if (!is_host_and_port(parts.host_and_port)) {
    return "does not name a host, or a host and a port; write it like stun:host:3478.";
  }
  if (!turn && parts.credentials) {
    return "has a user and a password, which STUN does not; write stun:host:3478.";
  }
  const bool transport = parts.query == "?transport=udp" || parts.query == "?transport=tcp";
  if (!parts.query.empty() && !(turn && transport)) {
    return "may end in ?transport=udp or ?transport=tcp if it is a TURN server, and in nothing "
           "else.";
  }
  return "";
}

}  // namespace

Parsed<IceServer> parse_ice_server(std::string_view text) {
  const auto parts = split(text);
  const auto url = [&parts](std::string_view hidden) {
    return std::string(parts.scheme) + (parts.scheme.empty() ? "" : ":") + std::string(hidden) +
           std::string(parts.host_and_port) + std::string(parts.query);
  };
  // Error messages end up in logs, where a password has no business.
  const auto wrong = [&](const std::string& how) {
    return Problem{"'" + url(parts.credentials ? "...@" : "") + "' " + how};
  };
  if (const auto text_of_complaint = complaint(parts); !text_of_complaint.empty()) {
    return wrong(text_of_complaint);
  }
  if (!parts.credentials) return IceServer{{url("")}, "", ""};

  const auto colon = std::min(parts.credentials->find(':'), parts.credentials->size());
  const auto username = percent_decode(parts.credentials->substr(0, colon));
  const auto credential =
      percent_decode(parts.credentials->substr(std::min(colon + 1, parts.credentials->size())));
  if (!username || !credential) {
    return wrong("has a % without two hexadecimal digits in its user or password; write %25.");
  }
  if (username->empty() || credential->empty()) {
    return wrong("needs a user and a password; write turn:user:password@host:3478.");
  }
  return IceServer{{url("")}, *username, *credential};
}

}  // namespace signalbox
