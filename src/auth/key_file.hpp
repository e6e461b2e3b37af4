// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "auth/jwt_key.hpp"

namespace signalbox::auth {

// Both throw std::runtime_error with a sentence for the operator.

/// The keys that check tokens: public keys in PEM form, a JWK Set, or a secret. At least one.
std::vector<JwtKey> read_checking_keys(const std::filesystem::path& file);

/// The key that signs tokens: a private key in PEM form, or a secret.
JwtKey read_signing_key(const std::filesystem::path& file);

}  // namespace signalbox::auth
