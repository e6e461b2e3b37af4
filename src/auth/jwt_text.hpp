// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "signalbox/base/failure.hpp"

namespace signalbox::auth {

/// A token is no good for this reason, which the client is told.
Failure unauthorized(std::string reason);

/// What a JSON Web Token says (RFC 7519), whoever has signed it.
struct JwtText {
  std::string algorithm;  ///< `alg`; empty: it says none
  std::string key_id;     ///< `kid`; empty: it says none
  nlohmann::json claims;  ///< an object
};

/// Refuses what is no token, and whose header or claims can be understood in two ways.
std::variant<JwtText, Failure> read_jwt(std::string_view token);

}  // namespace signalbox::auth
