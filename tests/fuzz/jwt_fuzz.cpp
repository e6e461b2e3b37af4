// SPDX-License-Identifier: MIT
// Any text as header and claims of a token that is signed with the right key: who is admitted has
// said everything that a token must say, once, and whoever is not is told why in text. The header
// is what stands before the first end of a line; without one the input is the token.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "signalbox/auth/jwt.hpp"
#include "support/signing_key.hpp"
#include "support/temporary_directory.hpp"

namespace {

using signalbox::Failure;
using Json = nlohmann::json;
namespace auth = signalbox::auth;

constexpr std::int64_t kNow = 1'700'000'000;
constexpr double kLeeway = 10;
constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";

void require(bool condition) {
  if (!condition) std::abort();
}

std::unique_ptr<const auth::Authenticator> make_door() {
  const signalbox::test::TemporaryDirectory folder;
  return auth::make_jwt_authenticator(
      {.key_files = {folder.write("key", kSecret)}, .audience = {}, .issuer = {}});
}

std::string signed_token(std::string_view header, std::string_view claims) {
  using signalbox::test::base64url;
  static const auto key = signalbox::test::SigningKey::secret(std::string(kSecret));
  const std::string text = base64url(header) + '.' + base64url(claims);
  return text + '.' + base64url(key.sign("HS256", text));
}

/// Counts the members as they stand in the text.
class Members final : public nlohmann::json_sax<Json> {
 public:
  bool key(string_t&) override { return ++count_, true; }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

  std::size_t count() const { return count_; }

 private:
  std::size_t count_ = 0;
};

std::size_t members_of(const Json& json) {
  std::size_t count = json.is_object() ? json.size() : 0;
  for (const Json& value : json) {
    if (value.is_structured()) count += members_of(value);
  }
  return count;
}

/// An object that has no member twice.
Json object_of(std::string_view text) {
  Json object = Json::parse(text);
  Members members;
  require(Json::sax_parse(text, &members));
  require(object.is_object() && members.count() == members_of(object));
  return object;
}

void check_admission(std::string_view header_text, std::string_view claims_text,
                     const std::string& realm) {
  const Json header = object_of(header_text);
  require(header.at("alg") == "HS256" && !header.contains("crit"));
  const Json claims = object_of(claims_text);
  require(claims.at("sub") == "alice");
  require(claims.at("exp").is_number());
  require(claims.at("exp").get<double>() + kLeeway > static_cast<double>(kNow));
  if (claims.contains("nbf")) {
    require(claims.at("nbf").is_number());
    require(claims.at("nbf").get<double>() - kLeeway < static_cast<double>(kNow + 1));
  }
  require(!claims.contains("iat") || claims.at("iat").is_number());
  require(!claims.contains("realm") || claims.at("realm") == realm);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto door = make_door();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = input.find('\n');
  const std::string_view header = input.substr(0, end);
  const bool is_split = end != std::string_view::npos;
  const std::string_view claims = is_split ? input.substr(end + 1) : std::string_view();
  const std::string token = is_split ? signed_token(header, claims) : std::string(input);
  for (const std::string_view realm : {"", "shop"}) {
    const auto verdict = door->check({.username = "alice",
                                      .token = token,
                                      .realm = realm,
                                      .now = std::chrono::sys_seconds(std::chrono::seconds(kNow))});
    if (const auto* failure = std::get_if<Failure>(&verdict)) {
      require(!failure->message.empty());
      // The client is told it in JSON.
      require(!Json(failure->message).dump().empty());
    } else {
      const auto& admission = std::get<auth::Admission>(verdict);
      require(is_split && admission.lifetime && admission.lifetime->count() > 0);
      require(realm.empty() || admission.realm == realm);
      check_admission(header, claims, admission.realm);
    }
  }
  return 0;
}
