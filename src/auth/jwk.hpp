// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "auth/jwt_key.hpp"

namespace signalbox::auth {

/// The keys of a JWK Set (RFC 7517 section 5) that check signatures; others are left out. Throws
/// std::runtime_error that says what is wrong with it.
std::vector<JwtKey> parse_jwk_set(std::string_view text);

}  // namespace signalbox::auth
