// SPDX-License-Identifier: MIT
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "signalbox/auth/jwt.hpp"
#include "support/catch.hpp"
#include "support/signing_key.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::jwt_authenticator_test {

using nlohmann::json;
using std::chrono::seconds;

namespace {

constexpr std::chrono::sys_seconds kNow{seconds(1'700'000'000)};
constexpr auto kTime = kNow.time_since_epoch().count();

/// How far the clocks of two computers may differ.
constexpr int kLeeway = 10;

const std::string kSecret = "0123456789abcdef0123456789abcdef";

/// RFC 7515, appendices A.1 to A.3.
constexpr auto kRfcKeys =
    R"({"keys":[
  {"kty":"oct",
   "k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"},
  {"kty":"RSA","e":"AQAB",
   "n":")"
    R"(ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ)"
    R"(PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0)"
    R"(LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD)"
    R"(Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2)"
    R"(PAcDTW9gb54h4FRWyuXpoQ"},
  {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
   "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";

json claims(const json& more = json::object()) {
  json claims{{"sub", "alice"}, {"exp", kTime + 60}};
  claims.update(more);
  return claims;
}

/// An authenticator with keys of its own.
class Door {
 public:
  explicit Door(const std::vector<std::string>& keys, auth::JwtPolicy policy = {}) {
    for (const std::string& key : keys) {
      policy.key_files.push_back(folder_.write(std::to_string(policy.key_files.size()), key));
    }
    authenticator_ = auth::make_jwt_authenticator(policy);
  }

  /// How long the login is good.
  std::optional<seconds> admit(const std::string& token) const {
    const auto verdict = check(token);
    if (const auto* failure = std::get_if<Failure>(&verdict)) FAIL(failure->message);
    return std::get<auth::Admission>(verdict).lifetime;
  }

  /// The realm that it lets into.
  std::string realm(const std::string& token, const std::string& wanted) const {
    const auto verdict = check(token, "alice", wanted);
    if (const auto* failure = std::get_if<Failure>(&verdict)) FAIL(failure->message);
    return std::get<auth::Admission>(verdict).realm;
  }

  std::string refusal(const std::string& token, const std::string& username = "alice",
                      const std::string& realm = "") const {
    const auto verdict = check(token, username, realm);
    REQUIRE(std::holds_alternative<Failure>(verdict));
    CHECK(std::get<Failure>(verdict).code == ErrorCode::unauthorized);
    return std::get<Failure>(verdict).message;
  }

 private:
  auth::Verdict check(const std::string& token, const std::string& username = "alice",
                      const std::string& realm = "") const {
    return authenticator_->check(
        {.username = username, .token = token, .realm = realm, .now = kNow});
  }

  TemporaryDirectory folder_;
  std::unique_ptr<const auth::Authenticator> authenticator_;
};

std::string set_of(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every algorithm of a key's kind is taken, from PEM and from a JWK Set", "[auth][jwt]") {
  const SigningKey secret = SigningKey::secret(kSecret);
  const SigningKey rsa = SigningKey::rsa();
  const auto curve = GENERATE(table<const char*, const char*>(
      {{"P-256", "ES256"}, {"P-384", "ES384"}, {"P-521", "ES512"}}));
  const SigningKey elliptic = SigningKey::curve(std::get<0>(curve));
  const Door pem({kSecret, rsa.public_pem(), elliptic.public_pem()});
  const Door set({set_of({secret.jwk(), rsa.jwk(), elliptic.jwk()})});

  for (const Door* door : {&pem, &set}) {
    for (const char* alg : {"HS256", "HS384", "HS512"}) {
      CAPTURE(alg);
      CHECK(door->admit(secret.token(alg, claims())) == seconds(60 + kLeeway));
    }
    for (const char* alg : {"RS256", "RS384", "RS512"}) {
      CAPTURE(alg);
      CHECK(door->admit(rsa.token(alg, claims())) == seconds(60 + kLeeway));
    }
    CHECK(door->admit(elliptic.token(std::get<1>(curve), claims())) == seconds(60 + kLeeway));
  }
}

TEST_CASE("the examples of RFC 7515 are signed as it says", "[auth][jwt]") {
  // They say no `sub`, which is looked for last of all.
  const std::string payload =
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
      "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
  const TemporaryDirectory folder;
  const auto authenticator = auth::make_jwt_authenticator(
      {.key_files = {folder.write("keys", kRfcKeys)}, .audience = "", .issuer = "joe"});
  const auto [header, signature] = GENERATE(table<std::string, std::string>({
      {"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
      {"eyJhbGciOiJSUzI1NiJ9",
       "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp"
       "5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMH"
       "lb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w"
       "9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
      {"eyJhbGciOiJFUzI1NiJ9",
       "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
  }));
  const std::string token = header + payload + signature;

  const auto verdict = authenticator->check(
      {.username = "joe", .token = token, .now = std::chrono::sys_seconds(seconds(1'300'819'000))});

  CHECK(std::get<Failure>(verdict).message == "the token has no sub: it must say the username");
}

TEST_CASE("a key's kind decides by which algorithms it is used, not the token", "[auth][jwt]") {
  const SigningKey rsa = SigningKey::rsa();
  const SigningKey curve = SigningKey::curve("P-256");
  const Door door({rsa.public_pem(), curve.public_pem()});

  // What everybody has, taken for a secret.
  for (const SigningKey* key : {&rsa, &curve}) {
    std::string pem = key->public_pem();
    CHECK(door.refusal(SigningKey::secret(pem).token("HS256", claims())) ==
          "this server has no key for the token's alg 'HS256'");
    pem.pop_back();
    CHECK(contains(door.refusal(SigningKey::secret(pem).token("HS512", claims())), "no key"));
  }
  for (const char* alg : {"none", "None", "NONE", "nOnE", ""}) {
    CAPTURE(alg);
    const std::string text =
        base64url(json{{"alg", alg}}.dump()) + '.' + base64url(claims().dump()) + '.';
    door.refusal(text);
    door.refusal(text + base64url("signature"));
    Door({kSecret}).refusal(text);
  }
  // RFC 7515 section 4.1.1: its case counts.
  for (const char* alg : {"hs256", "Hs256", "HS256 ", "HMACSHA256"}) {
    CAPTURE(alg);
    const std::string text =
        base64url(json{{"alg", alg}}.dump()) + '.' + base64url(claims().dump());
    const std::string signature = SigningKey::secret(kSecret).sign("HS256", text);
    CHECK(contains(Door({kSecret}).refusal(text + '.' + base64url(signature)), alg));
  }
  CHECK(contains(door.refusal(rsa.token("ES256", claims())), "not signed with"));
  CHECK(contains(door.refusal(SigningKey::curve("P-384").token("ES384", claims())), "no key"));
  CHECK(contains(Door({kSecret}).refusal(rsa.token("RS256", claims())), "'RS256'"));
}

TEST_CASE("a JWK may allow one algorithm only", "[auth][jwt]") {
  const SigningKey rsa = SigningKey::rsa();
  json jwk = rsa.jwk();
  jwk["alg"] = "RS256";
  const Door door({set_of({jwk})});
  CHECK(door.admit(rsa.token("RS256", claims())));
  CHECK(contains(door.refusal(rsa.token("RS512", claims())), "'RS512'"));
  jwk["alg"] = "rs256";
  CHECK_THROWS(Door({set_of({jwk})}));
}

TEST_CASE("what somebody else has signed, or has changed, is refused", "[auth][jwt]") {
  const SigningKey curve = SigningKey::curve("P-256");
  const Door door({kSecret, curve.public_pem()});
  const SigningKey secret = SigningKey::secret(kSecret);
  const auto not_signed = "the token is not signed with this server's key";

  CHECK(door.refusal(SigningKey::secret(kSecret + "x").token("HS256", claims())) == not_signed);
  CHECK(door.refusal(SigningKey::curve("P-256").token("ES256", claims())) == not_signed);
  for (const std::string& good :
       {secret.token("HS256", claims()), curve.token("ES256", claims())}) {
    REQUIRE(door.admit(good));
    const auto dot = good.rfind('.');
    CHECK(door.refusal(good.substr(0, dot + 1)) == not_signed);
    // The last digit may have bits that mean nothing.
    CHECK(door.refusal(good.substr(0, good.size() - 2)) == not_signed);
    std::string forged = good;
    forged.replace(good.find('.') + 1, dot - good.find('.') - 1,
                   base64url(claims({{"admin", true}}).dump()));
    CHECK(door.refusal(forged) == not_signed);
  }
}

TEST_CASE("a token says by kid which key has signed it", "[auth][jwt]") {
  const SigningKey first = SigningKey::curve("P-256");
  const SigningKey second = SigningKey::curve("P-256");
  const SigningKey nameless = SigningKey::curve("P-256");
  json one = first.jwk();
  json two = second.jwk();
  one["kid"] = "2026-01";
  two["kid"] = "2026-02";
  const Door named({set_of({one, two})});
  const Door both({set_of({one, two}), nameless.public_pem()});

  for (const Door* door : {&named, &both}) {
    CHECK(door->admit(first.token("ES256", claims(), {{"kid", "2026-01"}})));
    CHECK(door->admit(second.token("ES256", claims(), {{"kid", "2026-02"}})));
    CHECK(door->admit(second.token("ES256", claims())));
    CHECK(contains(door->refusal(first.token("ES256", claims(), {{"kid", "2026-02"}})),
                   "not signed with"));
  }
  CHECK(named.refusal(first.token("ES256", claims(), {{"kid", "2025-12"}})) ==
        "this server has no key for the token's alg 'ES256' and kid '2025-12'");
  CHECK(named.refusal(first.token("ES256", claims(), {{"kid", std::string(65, 'k')}})) ==
        "this server has no key for the token's alg and kid");
  CHECK(both.admit(nameless.token("ES256", claims(), {{"kid", "2025-12"}})));
}

TEST_CASE("a token is good from nbf to exp, give or take ten seconds", "[auth][jwt]") {
  const Door door({kSecret});
  const auto token = [](const json& more) {
    return SigningKey::secret(kSecret).token("HS256", claims(more));
  };
  CHECK(door.admit(token({{"exp", kTime - kLeeway + 1}})) == seconds(1));
  CHECK(door.refusal(token({{"exp", kTime - kLeeway}})) == "the token expired 10 seconds ago");
  CHECK(door.refusal(token({{"exp", -1}})) == "the token expired 1700000000 seconds ago");
  CHECK(door.admit(token({{"exp", static_cast<double>(kTime) + 0.5}})) == seconds(kLeeway));
  CHECK(door.admit(token({{"nbf", kTime + kLeeway}})) == seconds(70));
  CHECK(door.refusal(token({{"nbf", kTime + kLeeway + 1}})) ==
        "the token is not good for another 11 seconds");
  // Until the year 2200 is for good.
  CHECK(door.admit(token({{"exp", 1e300}})) > std::chrono::years(100));
  for (const json& exp : {json(nullptr), json("1800000000"), json::array({kTime + 60})}) {
    CHECK(door.refusal(token({{"exp", exp}})) ==
          "the token has no exp: it must say when it expires");
  }
}

TEST_CASE("aud and iss must be what the operator has named", "[auth][jwt]") {
  const Door door({kSecret}, {.key_files = {}, .audience = "signalbox", .issuer = "https://id"});
  const auto token = [](const json& aud, const json& iss) {
    return SigningKey::secret(kSecret).token("HS256", claims({{"aud", aud}, {"iss", iss}}));
  };
  CHECK(door.admit(token("signalbox", "https://id")));
  CHECK(door.admit(token({"other", "signalbox"}, "https://id")));
  for (const json& aud : {json(nullptr), json("Signalbox"), json({"other"}), json::array(),
                          json({{"signalbox", 1}}), json(1)}) {
    CAPTURE(aud);
    CHECK(door.refusal(token(aud, "https://id")) == "the token's aud is not 'signalbox'");
  }
  for (const json& iss : {json(nullptr), json("https://id/"), json({"https://id"})}) {
    CAPTURE(iss);
    CHECK(door.refusal(token("signalbox", iss)) == "the token's iss is not 'https://id'");
  }
  CHECK(Door({kSecret}).admit(token("anybody", "anything")));
}

TEST_CASE("a token lets into the realm that it names, and into no other", "[auth][jwt]") {
  const Door door({kSecret});
  const auto token = [](const json& realm) {
    return SigningKey::secret(kSecret).token("HS256", claims({{"realm", realm}}));
  };
  CHECK(door.realm(token("shop"), "shop") == "shop");
  CHECK(door.realm(token("shop"), "") == "shop");
  CHECK(door.refusal(token("shop"), "alice", "school") ==
        "the token is for the realm 'shop': connect with ?realm=shop in the URL, or without");
  for (const json& none :
       {json(nullptr), json(""), json(7), json({"shop"}), json(std::string(65, 'a'))}) {
    CAPTURE(none);
    CHECK(door.refusal(token(none), "alice", "") == "the token's realm is not the name of one");
  }

  const std::string without = SigningKey::secret(kSecret).token("HS256", claims());
  CHECK(door.realm(without, "").empty());
  CHECK(door.refusal(without, "alice", "shop") ==
        "the token has no realm: it must say the one that the URL asks for");
}

TEST_CASE("the username is the token's sub, byte for byte", "[auth][jwt]") {
  const Door door({kSecret});
  const auto token = [](const json& sub) {
    return SigningKey::secret(kSecret).token("HS256", claims({{"sub", sub}}));
  };
  CHECK(door.refusal(token("alice"), "Alice") ==
        "the token is for 'alice' (sub): log in with that username");
  CHECK(contains(door.refusal(token("bob")), "for 'bob'"));
  for (const json& sub : {json(nullptr), json(""), json(1), json({"alice"})}) {
    CAPTURE(sub);
    CHECK(door.refusal(token(sub)) == "the token has no sub: it must say the username");
  }
}

TEST_CASE("what is no token is refused, whatever it is", "[auth][jwt]") {
  const Door door(
      {kSecret, SigningKey::rsa().public_pem(), SigningKey::curve("P-256").public_pem()});
  CHECK(contains(door.refusal(""), "add the member 'token'"));
  const std::string good = SigningKey::secret(kSecret).token("HS256", claims());
  const auto head = [](const std::string& text) { return base64url(text) + ".e30.c2lnbmF0dXJl"; };
  for (const std::string& text :
       {std::string("alice"),
        std::string("."),
        std::string(".."),
        std::string("..."),
        std::string("a.b.c"),
        std::string("====.====.===="),
        std::string(3, '\0'),
        good + '\0',
        good + '\0' + '.',
        good + ".",
        good + ' ',
        "Bearer " + good,
        '"' + good + '"',
        std::string(100'000, 'a'),
        std::string(100'000, '.'),
        head("{"),
        head("[]"),
        head("null"),
        head("{}"),
        head(R"({"alg":256})"),
        head(R"({"alg":null})"),
        head(R"({"alg":["HS256"]})"),
        head(R"({"alg":"HS256","typ":1})"),
        head(R"({"alg":"ES256","kid":{}})"),
        head(R"({"alg":"RS256","crit":["exp"]})"),
        head(std::string(3000, '[')),
        base64url(R"({"alg":"HS256"})") + "." + base64url(std::string(3000, '[')) + ".c2ln",
        base64url(R"({"alg":"HS256"})") + "." + base64url("\xff\xfe") + ".c2ln"}) {
    CAPTURE(text.substr(0, 100));
    CHECK_FALSE(door.refusal(text).empty());
  }
  // Signed, and still not claims.
  for (const char* const payload : {"[]", "null", "1", "\"alice\"", ""}) {
    CAPTURE(payload);
    const std::string text = base64url(R"({"alg":"HS256"})") + "." + base64url(payload);
    const SigningKey secret = SigningKey::secret(kSecret);
    CHECK_FALSE(door.refusal(text + "." + base64url(secret.sign("HS256", text))).empty());
  }
}

TEST_CASE("a time that is none is refused", "[auth][jwt]") {
  const Door door({kSecret});
  const auto* const name = GENERATE("exp", "nbf", "iat");
  for (const json& time : {json("1600000000"), json(nullptr), json(true), json::array({kTime}),
                           json::object(), json("")}) {
    CAPTURE(name, time);
    CHECK(contains(door.refusal(SigningKey::secret(kSecret).token("HS256", claims({{name, time}}))),
                   name));
  }
}

TEST_CASE("a token cut or changed anywhere is never taken for another", "[auth][jwt]") {
  const SigningKey curve = SigningKey::curve("P-256");
  const Door door({kSecret, curve.public_pem()});
  for (const std::string& good :
       {SigningKey::secret(kSecret).token("HS256", claims()), curve.token("ES256", claims())}) {
    for (std::size_t i = 0; i < good.size(); ++i) {
      CHECK_FALSE(door.refusal(good.substr(0, i)).empty());
      // The last digit of a signature may have bits that mean nothing.
      if (i + 1 == good.size()) continue;
      std::string changed = good;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      CHECK_FALSE(door.refusal(changed).empty());
    }
  }
}

}  // namespace signalbox::test::jwt_authenticator_test
