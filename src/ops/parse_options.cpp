// SPDX-License-Identifier: MIT
#include <stdexcept>

#include "ops/endpoint_text.hpp"
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"
#include "ops/settings_text.hpp"
#include "signalbox/base/loopback.hpp"
#include "signalbox/base/version.hpp"
#include "signalbox/ops/options.hpp"

namespace signalbox {
namespace {

/// A message of the greatest length, relayed with its sender's name and a frame header, must fit
/// into an empty outbox. The name's 128 bytes may all be escaped.
constexpr std::size_t kRelayOverhead = 1024;

EarlyExit refuse(const Problem& problem) {
  return {"signalbox: " + problem.text + "\n", EarlyExit::kBadUsage};
}

std::optional<Problem> check_turn(const Settings& settings) {
  if (!settings.turn_secret_file.empty()) return std::nullopt;
  for (const IceServer& server : settings.ice_servers) {
    if (!server.is_turn() || !server.username.empty()) continue;
    return Problem{"ice-server " + server.urls.front() +
                   " needs credentials: give turn-secret-file, to make some for each login, or "
                   "write turn:user:password@host:3478."};
  }
  return std::nullopt;
}

std::optional<Problem> check_limits(const Limits& limits) {
  if (limits.outbox_bytes < limits.message_bytes + kRelayOverhead) {
    return Problem{"max-outbox (" + show_quantity(limits.outbox_bytes, Measure::bytes) +
                   ") must be at least 1KiB more than max-message (" +
                   show_quantity(limits.message_bytes, Measure::bytes) +
                   "), or the longest message never fits."};
  }
  if (limits.outbox_messages <= limits.mail_messages) {
    return Problem{"max-outbox-messages (" + std::to_string(limits.outbox_messages) +
                   ") must be more than max-mail-messages (" +
                   std::to_string(limits.mail_messages) +
                   "), all of which a client is sent when it comes back."};
  }
  return std::nullopt;
}

/// Without a token, what reaches the port may use it, and that must be this computer only.
std::optional<Problem> check_admin(const Settings& settings) {
  const auto& endpoint = settings.admin_listen;
  if (!endpoint || !settings.admin_token_file.empty()) return std::nullopt;
  if (endpoint->kind == Endpoint::Kind::unix_socket) return std::nullopt;
  if (is_loopback(endpoint->host)) return std::nullopt;
  return Problem{"admin-listen " + show_endpoint(*endpoint) +
                 " can be reached from other computers: name an admin-token-file, or write "
                 "127.0.0.1:" +
                 std::to_string(endpoint->port) + "."};
}

std::optional<Problem> check_jwt(const JwtSettings& jwt) {
  if (!jwt.key_files.empty()) return std::nullopt;
  if (jwt.is_required) {
    return Problem{"jwt-key-file names no file; without it everybody may log in."};
  }
  if (jwt.audience.empty() && jwt.issuer.empty()) return std::nullopt;
  return Problem{std::string(jwt.audience.empty() ? "jwt-issuer" : "jwt-audience") +
                 " is given without jwt-key-file: name the key that tokens are checked with."};
}

std::optional<Problem> check_together(const Settings& settings) {
  if (auto problem = check_admin(settings)) return problem;
  if (settings.listen.empty()) {
    return Problem{"listen names no address; without it the server listens at 127.0.0.1:8080."};
  }
  if (settings.tls.certificate.empty() != settings.tls.key.empty()) {
    return Problem{
        settings.tls.key.empty()
            ? "tls-cert is given without tls-key: name the certificate's private key too."
            : "tls-key is given without tls-cert: name the key's certificate too."};
  }
  if (auto problem = check_turn(settings)) return problem;
  if (auto problem = check_jwt(settings.jwt)) return problem;
  if (settings.proxies.send_header && settings.proxies.trusted.empty()) {
    return Problem{
        "proxy-protocol is given without trusted-proxy: name the proxy's address, or unix."};
  }
  return check_limits(settings.limits);
}

/// What the sources say together, the strongest first.
Parsed<GivenOptions> gather(GivenOptions options) {
  options.merge(read_environment());
  const auto config = options.find("config");
  if (config == options.end()) return options;
  auto file = read_config_file(config->second);
  if (auto* problem = std::get_if<Problem>(&file)) return std::move(*problem);
  options.merge(std::get<GivenOptions>(file));
  return options;
}

Parsed<Settings> settle(const GivenOptions& given) {
  Settings settings;
  for (const auto& option : option_table()) {
    const auto found = given.find(option.key);
    if (found == given.end()) continue;
    const auto& [where, values] = found->second;
    if (const auto problem = apply(option, values, settings)) {
      return Problem{where + ": " + problem->text};
    }
  }
  if (auto problem = check_together(settings)) return std::move(*problem);
  return settings;
}

/// Settings, and who gave which of them.
struct Understood {
  GivenOptions given;
  Settings settings;
};

Parsed<Understood> understand(GivenOptions from_command_line) {
  auto given = gather(std::move(from_command_line));
  if (auto* problem = std::get_if<Problem>(&given)) return std::move(*problem);
  auto& options = std::get<GivenOptions>(given);
  auto settings = settle(options);
  if (auto* problem = std::get_if<Problem>(&settings)) return std::move(*problem);
  return Understood{std::move(options), std::get<Settings>(std::move(settings))};
}

}  // namespace

std::variant<Settings, EarlyExit> parse_options(int argc, const char* const* argv) {
  auto read = read_command_line(argc, argv);
  if (const auto* problem = std::get_if<Problem>(&read)) return refuse(*problem);
  auto& line = std::get<CommandLine>(read);
  if (line.help) return EarlyExit{options_help(), 0};
  if (line.version) return EarlyExit{"signalbox " + std::string(kVersion) + "\n", 0};

  auto understood = understand(std::move(line.options));
  if (const auto* problem = std::get_if<Problem>(&understood)) return refuse(*problem);
  auto& [given, settings] = std::get<Understood>(understood);
  if (line.print_config) return EarlyExit{settings_text(settings, given), 0};
  settings.only_check = line.check_config;
  return std::move(settings);
}

Settings reread_options(int argc, const char* const* argv) {
  auto line = read_command_line(argc, argv);
  if (const auto* problem = std::get_if<Problem>(&line)) throw std::runtime_error(problem->text);
  auto understood = understand(std::move(std::get<CommandLine>(line).options));
  if (const auto* problem = std::get_if<Problem>(&understood)) {
    throw std::runtime_error(problem->text);
  }
  return std::get<Understood>(std::move(understood)).settings;
}

}  // namespace signalbox
