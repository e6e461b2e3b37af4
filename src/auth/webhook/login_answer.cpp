// SPDX-License-Identifier: MIT
#include "auth/webhook/login_answer.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "auth/json_text.hpp"

namespace signalbox::auth {
namespace {

using Json = nlohmann::json;

constexpr long kUnauthorized = 401;
constexpr long kForbidden = 403;
constexpr long kTooManyRequests = 429;

constexpr std::size_t kMostIceServers = 32;
constexpr std::size_t kLongestMessage = 512;

[[noreturn]] void reject(const std::string& what) {
  throw std::runtime_error("its answer is not good: " + what);
}

/// A whole number from 1, or `least`, on.
std::uint32_t number(const Json& value, const std::string& name, std::uint32_t least) {
  if (value.is_number_unsigned()) {
    const auto wide = value.get<std::uint64_t>();
    if (wide >= least && wide <= std::numeric_limits<std::uint32_t>::max()) {
      return static_cast<std::uint32_t>(wide);
    }
  }
  reject(name + " must be a whole number from " + std::to_string(least) + " on");
}

bool is_ice_server(const Json& server) {
  if (!server.is_object()) return false;
  const auto urls = server.find("urls");
  if (urls == server.end()) return false;
  const auto is_text = [](const Json& each) { return each.is_string(); };
  return urls->is_string() ||
         (urls->is_array() && !urls->empty() && std::ranges::all_of(*urls, is_text));
}

std::string ice_servers(const Json& value) {
  if (!value.is_array() || value.size() > kMostIceServers ||
      !std::ranges::all_of(value, is_ice_server)) {
    reject(
        "iceServers must be a list of up to 32 objects with urls in each, as for "
        "RTCPeerConnection");
  }
  return value.dump();
}

void read_limits(const Json& limits, Admission& admission) {
  if (!limits.is_object()) reject("limits must be an object");
  for (const auto& [name, value] : limits.items()) {
    if (name == "messageRate") {
      admission.message_rate = number(value, "limits.messageRate", 0);
    } else if (name == "messageBurst") {
      admission.message_burst = number(value, "limits.messageBurst", 1);
    } else {
      reject("limits can be messageRate and messageBurst, and nothing else");
    }
  }
}

Admission read_admission(const std::string& body) {
  Admission admission;
  if (body.find_first_not_of(" \t\r\n") == std::string::npos) return admission;
  const auto [answer, problem] = parse_json(body);
  if (!problem.empty()) reject("the body " + problem);
  if (!answer.is_object()) reject("a body must be a JSON object");
  for (const auto& [name, value] : answer.items()) {
    if (name == "username") {
      if (!value.is_string()) reject("username must be a string");
      admission.username = value.get<std::string>();
    } else if (name == "lifetime") {
      admission.lifetime = std::chrono::seconds(number(value, "lifetime", 1));
    } else if (name == "iceServers") {
      admission.ice_servers = ice_servers(value);
    } else if (name == "limits") {
      read_limits(value, admission);
    }
  }
  return admission;
}

/// What the client's developer is to know.
std::string message_of(const std::string& body, std::string otherwise) {
  const Json answer = parse_json(body).value;
  if (!answer.is_object()) return otherwise;
  std::string message = text_of(answer, "message");
  return message.empty() || message.size() > kLongestMessage ? otherwise : message;
}

}  // namespace

Verdict read_login_answer(const HttpReply& reply) {
  if (reply.is_success()) return read_admission(reply.body);
  if (reply.status == kUnauthorized || reply.status == kForbidden) {
    return Failure{ErrorCode::unauthorized,
                   message_of(reply.body, "the application does not let this user in")};
  }
  if (reply.status == kTooManyRequests) {
    return Failure{ErrorCode::rate_limited,
                   message_of(reply.body, "the application has had too many logins: try later")};
  }
  throw std::runtime_error(reply.trouble());
}

}  // namespace signalbox::auth
