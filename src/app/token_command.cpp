// SPDX-License-Identifier: MIT
#include "signalbox/app/token_command.hpp"

#include <stdexcept>
#include <string>
#include <variant>

#include "signalbox/auth/jwt.hpp"
#include "signalbox/ops/token_options.hpp"

namespace signalbox::app {

EarlyExit run_token_command(int argc, const char* const* argv) {
  const auto options = parse_token_options(argc, argv);
  if (const auto* exit = std::get_if<EarlyExit>(&options)) return *exit;
  const auto& order = std::get<TokenOrder>(options);
  try {
    return {auth::mint_jwt({.key_file = order.key_file,
                            .username = order.username,
                            .realm = order.realm,
                            .lifetime = order.lifetime,
                            .audience = order.audience,
                            .issuer = order.issuer}) +
            "\n"};
  } catch (const std::runtime_error& error) {
    return {std::string("signalbox token: ") + error.what() + "\n", 1};
  }
}

}  // namespace signalbox::app
