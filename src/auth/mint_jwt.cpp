// SPDX-License-Identifier: MIT
#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "auth/key_file.hpp"
#include "signalbox/auth/jwt.hpp"

namespace signalbox::auth {

std::string mint_jwt(const JwtOrder& order) {
  const JwtKey key = read_signing_key(order.key_file);
  jwt_t* made = nullptr;
  if (jwt_new(&made) != 0) throw std::bad_alloc();
  const std::unique_ptr<jwt_t, decltype(&jwt_free)> token(made, jwt_free);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  jwt_add_grant(token.get(), "sub", order.username.c_str());
  if (!order.realm.empty()) jwt_add_grant(token.get(), "realm", order.realm.c_str());
  jwt_add_grant_int(token.get(), "iat", now.time_since_epoch().count());
  jwt_add_grant_int(token.get(), "exp", (now + order.lifetime).time_since_epoch().count());
  if (!order.audience.empty()) jwt_add_grant(token.get(), "aud", order.audience.c_str());
  if (!order.issuer.empty()) jwt_add_grant(token.get(), "iss", order.issuer.c_str());
  jwt_set_alg(token.get(), key.algorithms.front(), key.data(), key.size());
  const std::unique_ptr<char, decltype(&std::free)> text(jwt_encode_str(token.get()), std::free);
  if (!text) throw std::runtime_error(order.key_file.string() + ": no token can be signed with it");
  return text.get();
}

}  // namespace signalbox::auth
