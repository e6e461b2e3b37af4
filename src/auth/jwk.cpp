// SPDX-License-Identifier: MIT
#include "auth/jwk.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "auth/base64url.hpp"
#include "auth/json_text.hpp"

namespace signalbox::auth {
namespace {

using Json = nlohmann::json;

struct FreeParameters {
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeParameters>;
using Number = std::unique_ptr<BIGNUM, FreeParameters>;

std::string bytes_of(const Json& key, const char* member) {
  const std::string text = text_of(key, member);
  if (text.empty()) throw std::runtime_error(std::string("the member '") + member + "' is missing");
  auto bytes = decode_base64url(text);
  if (!bytes) throw std::runtime_error("a member is not in base64url");
  return std::move(*bytes);
}

EvpKey build(const char* type, const Builder& builder) {
  const std::unique_ptr<OSSL_PARAM, FreeParameters> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const std::unique_ptr<EVP_PKEY_CTX, FreeParameters> context(
      EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    throw std::runtime_error("its numbers make no key");
  }
  return EvpKey(key);
}

Number number_of(const Json& key, const char* member) {
  const std::string bytes = bytes_of(key, member);
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr));
}

/// RFC 7518 section 6.3.1.
EvpKey rsa_key(const Json& key) {
  const Number modulus = number_of(key, "n");
  const Number exponent = number_of(key, "e");
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return build("RSA", builder);
}

/// RFC 7518 section 6.2.1; the point is put together as in SEC 1 section 2.3.3.
EvpKey curve_key(const Json& key) {
  const std::string curve = text_of(key, "crv");
  const std::string point = '\x04' + bytes_of(key, "x") + bytes_of(key, "y");
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.c_str(), 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return build("EC", builder);
}

JwtKey make_key(const Json& key, const std::string& type) {
  if (type == "oct") return make_secret_key(bytes_of(key, "k"));
  return make_public_key((type == "RSA" ? rsa_key(key) : curve_key(key)).get());
}

/// Returns nullopt if it is a key for something else.
std::optional<JwtKey> parse_jwk(const Json& key) {
  const std::string type = text_of(key, "kty");
  if (type != "oct" && type != "RSA" && type != "EC") return std::nullopt;
  if (const std::string use = text_of(key, "use"); !use.empty() && use != "sig") {
    return std::nullopt;
  }
  JwtKey made = make_key(key, type);
  made.id = text_of(key, "kid");
  if (const std::string name = text_of(key, "alg"); !name.empty()) {
    const jwt_alg_t algorithm = algorithm_named(name);
    if (!made.takes(algorithm)) return std::nullopt;
    made.algorithms = {algorithm};
  }
  return made;
}

}  // namespace

std::vector<JwtKey> parse_jwk_set(std::string_view text) {
  const auto [set, problem] = parse_json(text);
  const auto keys = set.is_object() ? set.find("keys") : set.end();
  if (keys == set.end() || !keys->is_array()) {
    throw std::runtime_error(R"(a JWK Set is a JSON object: {"keys":[...]})" +
                             (problem.empty() ? "" : ", and this one " + problem));
  }
  std::vector<JwtKey> made;
  for (const Json& key : *keys) {
    if (!key.is_object()) continue;
    try {
      if (auto parsed = parse_jwk(key)) made.push_back(std::move(*parsed));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error("key '" + text_of(key, "kid") + "': " + error.what());
    }
  }
  if (made.empty()) {
    throw std::runtime_error("no key of this JWK Set checks HS256, RS256, ES256 or their kin");
  }
  return made;
}

}  // namespace signalbox::auth
