// SPDX-License-Identifier: MIT
#include "app/startup_summary.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

#include "app/listen.hpp"
#include "signalbox/base/loopback.hpp"
#include "signalbox/base/version.hpp"
#include "signalbox/ops/open_files.hpp"

namespace signalbox::app {
namespace {

/// Browsers give a page the camera on localhost and over TLS only, so localhost is the name to
/// click on wherever it leads to the server.
std::string reachable_name(const Endpoint& endpoint) {
  // Not to be clicked on, but the reverse proxy has a name that is not known here.
  if (endpoint.kind == Endpoint::Kind::unix_socket) return "PROXY";
  const bool is_local = endpoint.host.empty() || endpoint.host == "0.0.0.0" ||
                        endpoint.host == "::" || endpoint.host == "127.0.0.1" ||
                        endpoint.host == "::1";
  return is_local ? fmt::format("localhost:{}", endpoint.port) : text_of(endpoint);
}

std::string operators_address(const Endpoint& endpoint) {
  if (endpoint.kind == Endpoint::Kind::unix_socket) return text_of(endpoint);
  return fmt::format("http://{}/", reachable_name(endpoint));
}

bool is_public(const Endpoint& endpoint) {
  return endpoint.kind == Endpoint::Kind::tcp && !is_loopback(endpoint.host);
}

/// Right for trying it out, and where a proxy asks for passwords; on the internet seldom.
void warn_if_open(const Settings& settings, std::span<const Endpoint> endpoints) {
  const bool asks = settings.jwt.is_required || !settings.webhooks.login.empty();
  if (asks || std::ranges::none_of(endpoints, is_public)) return;
  spdlog::warn(
      "everybody who reaches this server may log in, with any username: name a jwt-key-file to "
      "let in only those who show a token, or a login-webhook");
}

}  // namespace

void log_startup(const Settings& settings, std::span<const Endpoint> endpoints,
                 const std::optional<Endpoint>& admin, std::size_t places) {
  std::string addresses;
  for (const Endpoint& endpoint : endpoints) {
    addresses += (addresses.empty() ? "" : ", ") + text_of(endpoint);
  }
  const Limits& limits = settings.limits;
  constexpr std::size_t kKibibyte = 1024;
  spdlog::info("signalbox {}", kVersion);
  spdlog::info("listening on {}", addresses);
  const std::string name = reachable_name(endpoints.front());
  const char* const secure = settings.tls.are_named() ? "s" : "";
  spdlog::info("page: http{0}://{1}{2}/ (clients connect to ws{0}://{1}{2}/ws)", secure, name,
               settings.base_path);
  warn_if_open(settings, endpoints);
  if (admin) spdlog::info("for the operator: {}", operators_address(*admin));
  spdlog::info("threads: {}", settings.threads);
  spdlog::info(
      "limits: {} connections ({} open files); a message {} KiB, {} a second; {} KiB waiting for "
      "a client",
      std::min<std::size_t>(limits.connections, places), open_file_limit(),
      limits.message_bytes / kKibibyte, limits.message_rate, limits.outbox_bytes / kKibibyte);
}

}  // namespace signalbox::app
