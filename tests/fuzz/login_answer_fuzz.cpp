// SPDX-License-Identifier: MIT
// Any bytes as the body of a login webhook's answer, the first of them for its status: a verdict
// that can be passed on, or a sentence that says what is wrong.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <variant>

#include "auth/webhook/login_answer.hpp"

namespace {

using Json = nlohmann::json;
namespace auth = signalbox::auth;

constexpr std::array kStatuses{200L, 204L, 401L, 403L, 429L, 500L, 0L};

constexpr std::size_t kLongestMessage = 512;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const auth::Admission& admission) {
  require(!admission.lifetime || admission.lifetime->count() > 0);
  require(admission.message_burst.value_or(1) > 0);
  require(!Json(admission.username).dump().empty());
  if (admission.ice_servers.empty()) return;
  const Json servers = Json::parse(admission.ice_servers);
  require(servers.is_array());
  for (const Json& server : servers) require(server.contains("urls"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const long status = kStatuses.at(data[0] % kStatuses.size());
  try {
    const auth::Verdict verdict = auth::read_login_answer(
        {.status = status,
         .body = std::string(reinterpret_cast<const char*>(data) + 1, size - 1),
         .problem = "none"});
    if (const auto* failure = std::get_if<signalbox::Failure>(&verdict)) {
      require(status == 401 || status == 403 || status == 429);
      require(!failure->message.empty() && failure->message.size() <= kLongestMessage);
      require(!Json(failure->message).dump().empty());
    } else {
      require(status == 200 || status == 204);
      check(std::get<auth::Admission>(verdict));
    }
  } catch (const std::runtime_error& error) {
    require(typeid(error) == typeid(std::runtime_error) && *error.what() != '\0');
    require(std::string(error.what()).size() < 2 * kLongestMessage);
  }
  return 0;
}
