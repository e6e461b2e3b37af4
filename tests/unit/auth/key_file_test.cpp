// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/signing_key.hpp"
#include "support/temporary_directory.hpp"
#include "support/test_certificate.hpp"

namespace signalbox::test::key_file_test {

using nlohmann::json;

namespace {

const TemporaryDirectory& folder() {
  static const TemporaryDirectory kFolder;
  return kFolder;
}

std::filesystem::path file_of(const std::string& content) { return folder().write("key", content); }

/// What the operator hears of a bad file, behind its name.
std::string complaint(const std::string& content) {
  const auto file = file_of(content);
  try {
    auth::make_jwt_authenticator({.key_files = {file}, .audience = "", .issuer = ""});
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    REQUIRE(text.starts_with(file.string() + ": "));
    return text.substr(file.string().size() + 2);
  }
  return "";
}

std::string set_of(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }

json changed(json jwk, const char* member, const json& value) {
  jwk[member] = value;
  return jwk;
}

const std::string kHex = "0123456789abcdef0123456789abcdef";

}  // namespace

TEST_CASE("a file holds a secret, public keys, or a JWK Set", "[auth][keys]") {
  const std::string rsa = SigningKey::rsa().public_pem();
  const std::string curve = SigningKey::curve("P-256").public_pem();
  for (const std::string& content :
       {kHex, kHex + "\n", kHex + "\r\n", rsa, "a comment\n" + rsa + "\n" + curve,
        set_of({SigningKey::curve("P-521").jwk()}), " \n" + set_of({SigningKey::rsa().jwk()})}) {
    CAPTURE(content);
    CHECK(complaint(content).empty());
  }
}

TEST_CASE("what is no good key is refused with a sentence", "[auth][keys]") {
  const SigningKey curve = SigningKey::curve("P-256");
  const json jwk = curve.jwk();
  const TestCertificate certificate;
  for (const auto& [content, said] : std::vector<std::pair<std::string, std::string>>{
           {"", "cannot be read: it is empty"},
           {"short", "a secret has 32 bytes at least; `openssl rand -hex 32` makes a good one"},
           {kHex.substr(1), "a secret has 32 bytes at least"},
           {kHex + " " + kHex, "neither keys in PEM form nor a JWK Set"},
           {"ssh-ed25519 " + kHex + kHex + " alice", "a secret is one line without spaces"},
           {std::string(40, '\x01'), "a secret is one line without spaces"},
           {curve.private_pem(), "holds a private key, of which the server needs the public half"},
           {curve.private_pem("x"), "`openssl pkey -in FILE -pubout` writes it"},
           {certificate.pem(), "`openssl x509 -in FILE -noout -pubkey`"},
           {"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "holds no public key"},
           {SigningKey::rsa(1024).public_pem(), "an RSA key has 2048 bits at least"},
           {SigningKey::ed25519().public_pem(), "a key is RSA, for RS256, or an elliptic curve's"},
           {SigningKey::curve("secp256k1").public_pem(), "is on P-256, P-384 or P-521"},
           {"{", R"(a JWK Set is a JSON object: {"keys":[...]})"},
           {"{}", "a JWK Set is a JSON object"},
           {R"({"keys":[],"keys":[]})", "and this one has the member 'keys' twice"},
           {R"({"keys":[{"kty":"oct","k":"a","k":"b"}]})", "has the member 'k' twice"},
           {R"({"keys":)" + std::string(30'000, '['), "and this one is nested more than 32 levels"},
           {jwk.dump(), "a JWK Set is a JSON object"},
           {R"({"keys":{}})", "a JWK Set is a JSON object"},
           {R"({"keys":[]})", "no key of this JWK Set checks HS256, RS256, ES256"},
           {R"({"keys":[1,null,{"kty":"OKP"}]})", "no key of this JWK Set checks"},
           {set_of({changed(jwk, "use", "enc")}), "no key of this JWK Set checks"},
           {set_of({changed(jwk, "alg", "RS256")}), "no key of this JWK Set checks"},
           {set_of({changed(jwk, "alg", "none")}), "no key of this JWK Set checks"},
           {set_of({changed(changed(jwk, "x", 1), "kid", "k1")}),
            "key 'k1': the member 'x' is missing"},
           {set_of({changed(jwk, "x", "!!!")}), "key '': a member is not in base64url"},
           {set_of({changed(jwk, "x", "AAAAA")}), "a member is not in base64url"},
           {set_of({changed(jwk, "x", "AAAA\n")}), "a member is not in base64url"},
           {set_of({changed(jwk, "x", "AA==")}), "a member is not in base64url"},
           {set_of({changed(jwk, "x", jwk.at("y"))}), "its numbers make no key"},
           {set_of({changed(jwk, "crv", "P-384")}), "its numbers make no key"},
           {set_of({changed(jwk, "crv", "Curve")}), "its numbers make no key"},
           {set_of({SigningKey::rsa(1024).jwk()}), "an RSA key has 2048 bits at least"},
           {set_of({SigningKey::secret("short").jwk()}), "a secret has 32 bytes"},
       }) {
    CAPTURE(content);
    CHECK(complaint(content).find(said) != std::string::npos);
  }
}

TEST_CASE("a file that is not there is named", "[auth][keys]") {
  CHECK_THROWS_WITH(
      auth::make_jwt_authenticator({.key_files = {"/nowhere/key"}, .audience = "", .issuer = ""}),
      "/nowhere/key: cannot be read: No such file or directory. Give the path of a key that the "
      "server's user may read");
  CHECK_THROWS_WITH(
      auth::make_jwt_authenticator({.key_files = {folder().path()}, .audience = "", .issuer = ""}),
      folder().path().string() +
          ": cannot be read: Is a directory. Give the path of a key that the "
          "server's user may read");
}

TEST_CASE("a key to sign with may come from a pipe, one of a server may not", "[auth]") {
  const TemporaryDirectory folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const auto written = std::async(
      std::launch::async, [&] { std::ofstream(pipe) << "0123456789abcdef0123456789abcdef\n"; });
  CHECK_NOTHROW(auth::mint_jwt({.key_file = pipe, .username = "ann"}));
  CHECK_THROWS_WITH(
      auth::make_jwt_authenticator({.key_files = {pipe}, .audience = "", .issuer = ""}),
      Catch::Contains("it is a pipe or a device"));
}

}  // namespace signalbox::test::key_file_test
