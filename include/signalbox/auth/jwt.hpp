// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "signalbox/auth/authenticator.hpp"

namespace signalbox::auth {

/// Which JSON Web Tokens (RFC 7519) are good.
struct JwtPolicy {
  /// Each holds public keys in PEM form, a JWK Set (RFC 7517 section 5), or a secret.
  std::vector<std::filesystem::path> key_files;
  std::string audience;  ///< that `aud` must name; empty: any
  std::string issuer;    ///< that `iss` must name; empty: any
};

/// Lets those in who show a token that one of the keys has signed, and that has their username as
/// `sub`. Reads the keys once. Throws std::runtime_error with a sentence for the operator.
std::unique_ptr<const Authenticator> make_jwt_authenticator(const JwtPolicy& policy);

/// What a token is to say.
struct JwtOrder {
  std::filesystem::path key_file;  ///< a secret, or a private key in PEM form
  std::string username;
  std::string realm{};              ///< empty: none
  std::chrono::seconds lifetime{};  ///< from now on
  std::string audience;             ///< empty: none
  std::string issuer;               ///< empty: none
};

/// A token as an application's own server would make it. Throws std::runtime_error with a sentence
/// for the operator.
std::string mint_jwt(const JwtOrder& order);

}  // namespace signalbox::auth
