// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>

#include "signalbox/ops/options.hpp"

namespace signalbox {

/// What `signalbox token` is to make: a token for one user's logins.
struct TokenOrder {
  std::filesystem::path key_file;
  std::string username;
  std::string realm;  ///< empty: none
  std::chrono::seconds lifetime{3600};
  std::string audience;  ///< empty: none
  std::string issuer;    ///< empty: none
};

/// Reads the arguments behind `signalbox`, of which the first is `token`.
std::variant<TokenOrder, EarlyExit> parse_token_options(int argc, const char* const* argv);

}  // namespace signalbox
