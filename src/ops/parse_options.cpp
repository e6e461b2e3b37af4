// SPDX-License-Identifier: MIT
#include "ops/option_sources.hpp"
#include "ops/option_table.hpp"
#include "signalbox/base/version.hpp"
#include "signalbox/ops/options.hpp"

namespace signalbox {
namespace {

/// A message of the greatest length, relayed with its sender's name and a frame header, must fit
/// into an empty outbox. The name's 128 bytes may all be escaped.
constexpr std::size_t kRelayOverhead = 1024;

constexpr int kBadUsage = 2;

EarlyExit refuse(const Problem& problem) {
  return {"signalbox: " + problem.text + "\n", kBadUsage};
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

std::optional<Problem> check_together(const Settings& settings) {
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
  if (settings.proxies.send_header && settings.proxies.trusted.empty()) {
    return Problem{
        "proxy-protocol is given without trusted-proxy: name the proxy's address, or unix."};
  }
  const auto& limits = settings.limits;
  if (limits.outbox_bytes >= limits.message_bytes + kRelayOverhead) return std::nullopt;
  return Problem{"max-outbox (" + show_quantity(limits.outbox_bytes, Measure::bytes) +
                 ") must be at least 1KiB more than max-message (" +
                 show_quantity(limits.message_bytes, Measure::bytes) +
                 "), or the longest message never fits."};
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

}  // namespace

std::variant<Settings, EarlyExit> parse_options(int argc, const char* const* argv) {
  auto line = read_command_line(argc, argv);
  if (const auto* problem = std::get_if<Problem>(&line)) return refuse(*problem);
  auto& [help, version, options] = std::get<CommandLine>(line);
  if (help) return EarlyExit{options_help(), 0};
  if (version) return EarlyExit{"signalbox " + std::string(kVersion) + "\n", 0};

  auto given = gather(std::move(options));
  if (const auto* problem = std::get_if<Problem>(&given)) return refuse(*problem);
  auto settings = settle(std::get<GivenOptions>(given));
  if (const auto* problem = std::get_if<Problem>(&settings)) return refuse(*problem);
  return std::get<Settings>(std::move(settings));
}

}  // namespace signalbox
