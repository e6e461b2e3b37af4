// SPDX-License-Identifier: MIT
#include <chrono>
#include <string>
#include <variant>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/signing_key.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::mint_jwt_test {

using std::chrono::seconds;

namespace {

constexpr seconds kHour{3600};

/// Whether a server that has `checking` lets somebody in with a token that is made with `signing`.
bool fits(const std::string& signing, const std::string& checking, const std::string& username) {
  const TemporaryDirectory folder;
  const auto authenticator =
      auth::make_jwt_authenticator({.key_files = {folder.write("checking", checking)},
                                    .audience = "signalbox",
                                    .issuer = "tests"});
  const std::string token = auth::mint_jwt({.key_file = folder.write("signing", signing),
                                            .username = username,
                                            .lifetime = kHour,
                                            .audience = "signalbox",
                                            .issuer = "tests"});
  const auto verdict =
      authenticator->check({.username = username,
                            .token = token,
                            .now = std::chrono::floor<seconds>(std::chrono::system_clock::now())});
  const auto* const admission = std::get_if<auth::Admission>(&verdict);
  return admission != nullptr && admission->lifetime > kHour - seconds(60);
}

}  // namespace

TEST_CASE("a token that is made here is good here", "[auth][jwt]") {
  const std::string secret = "0123456789abcdef0123456789abcdef";
  CHECK(fits(secret + '\n', secret, "alice"));
  CHECK(fits(secret, secret, R"("zoë" \ 🦊)"));
  const SigningKey rsa = SigningKey::rsa();
  CHECK(fits(rsa.private_pem(), rsa.public_pem(), "alice"));
  for (const char* const name : {"P-256", "P-384", "P-521"}) {
    CAPTURE(name);
    const SigningKey curve = SigningKey::curve(name);
    CHECK(fits(curve.private_pem(), curve.public_pem(), "alice"));
  }
  CHECK_FALSE(fits(rsa.private_pem(), SigningKey::rsa().public_pem(), "alice"));
}

TEST_CASE("a token that is made here names a realm, if it is to", "[auth][jwt]") {
  const TemporaryDirectory folder;
  const auto key = folder.write("secret", "0123456789abcdef0123456789abcdef");
  const auto verdict =
      auth::make_jwt_authenticator({.key_files = {key}, .audience = "", .issuer = ""})
          ->check({.username = "alice",
                   .token = auth::mint_jwt({.key_file = key,
                                            .username = "alice",
                                            .realm = "shop",
                                            .lifetime = kHour,
                                            .audience = "",
                                            .issuer = ""}),
                   .now = std::chrono::floor<seconds>(std::chrono::system_clock::now())});
  CHECK(std::get<auth::Admission>(verdict).realm == "shop");
}

TEST_CASE("what cannot sign is said to", "[auth][jwt]") {
  const TemporaryDirectory folder;
  const auto mint = [&](const std::string& key) {
    return auth::mint_jwt({.key_file = folder.write("key", key),
                           .username = "alice",
                           .lifetime = kHour,
                           .audience = "",
                           .issuer = ""});
  };
  const SigningKey curve = SigningKey::curve("P-256");
  const std::string file = (folder.path() / "key").string();
  CHECK_THROWS_WITH(mint(curve.public_pem()),
                    file + ": holds no private key without a passphrase, to sign with");
  CHECK_THROWS_WITH(mint(curve.private_pem("passphrase")),
                    file + ": holds no private key without a passphrase, to sign with");
  CHECK_THROWS_WITH(mint("short"), file +
                                       ": a secret has 32 bytes at least; `openssl rand -hex 32` "
                                       "makes a good one");
}

}  // namespace signalbox::test::mint_jwt_test
