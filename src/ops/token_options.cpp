// SPDX-License-Identifier: MIT
#include "signalbox/ops/token_options.hpp"

#include <CLI/CLI.hpp>

#include "ops/quantity.hpp"

namespace signalbox {
namespace {

std::string check_lifetime(const std::string& text) {
  constexpr std::uint64_t kTenYears = 10ULL * 365 * 24 * 3600 * 1000;
  const auto time = parse_quantity(text, Measure::duration);
  if (time && *time >= 1000 && *time <= kTenYears) return "";
  return "'" + text + "' is not a time from 1s to ten years; write it like 1h.";
}

}  // namespace

std::variant<TokenOrder, EarlyExit> parse_token_options(int argc, const char* const* argv) {
  TokenOrder order;
  std::string lifetime;
  CLI::App app("Prints a token (JWT) that lets a client log in, for tests and small set-ups.",
               "signalbox token");
  app.add_option("--key-file", order.key_file,
                 "The secret, or the private key in PEM form, that belongs to jwt-key-file.")
      ->required();
  app.add_option("--name", order.username, "The username that the token is for (sub).")->required();
  app.add_option("--realm", order.realm, "The realm that the token is for (realm).");
  app.add_option("--lifetime", lifetime, "How long it is good, such as 10m or 24h.")
      ->default_str("1h")
      ->check(check_lifetime);
  app.add_option("--audience", order.audience, "What jwt-audience is (aud).");
  app.add_option("--issuer", order.issuer, "What jwt-issuer is (iss).");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return EarlyExit{app.help(), 0};
  } catch (const CLI::ParseError& error) {
    return EarlyExit{std::string("signalbox token: ") + error.what() + "\n", EarlyExit::kBadUsage};
  }
  if (const auto time = parse_quantity(lifetime, Measure::duration)) {
    order.lifetime = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(*time));
  }
  return order;
}

}  // namespace signalbox
