// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/client.hpp"
#include "support/client_frames.hpp"
#include "support/raw_client.hpp"
#include "support/test_server.hpp"

namespace signalbox::test {

using Json = nlohmann::json;

/// {"type":"login","username":"alice"}
inline std::string login_of(std::string_view username) {
  return Json{{"type", "login"}, {"username", username}}.dump();
}

/// {"type":"offer","otherUsername":"bob","offer":<payload>}, and the same for answers and
/// candidates.
inline std::string signal_to(std::string_view username, std::string_view type,
                             std::string_view payload) {
  return R"({"type":")" + std::string(type) + R"(","otherUsername":)" + Json(username).dump() +
         ",\"" + std::string(type) + "\":" + std::string(payload) + "}";
}

/// What is heard then, byte for byte.
inline std::string signal_from(std::string_view username, std::string_view type,
                               std::string_view payload) {
  return R"({"type":")" + std::string(type) + "\",\"" + std::string(type) +
         "\":" + std::string(payload) + R"(,"username":)" + Json(username).dump() + "}";
}

/// {"type":"message","otherUsername":"bob","data":1}
inline std::string message_to(std::string_view username, const Json& data) {
  return Json{{"type", "message"}, {"otherUsername", username}, {"data", data}}.dump();
}

inline Json receive_json(Client& client) { return Json::parse(client.receive()); }

/// Sends `text` and gives the answer.
inline Json ask(Client& client, std::string_view text) {
  client.send(text);
  return receive_json(client);
}

inline void log_in(Client& client, std::string_view username) {
  const Json answer = ask(client, login_of(username));
  if (!answer.value("success", false)) throw std::runtime_error("login: " + answer.dump());
}

inline Client logged_in(const TestServer& server, std::string_view username) {
  Client client(server.port());
  log_in(client, username);
  return client;
}

/// The same, for what no well-behaved client would do next.
inline RawClient raw_logged_in(std::uint16_t port, std::string_view username,
                               const RawClient::Options& options = {}) {
  RawClient client(port, options);
  client.upgrade();
  client.send(client_frame(Opcode::text, login_of(username)));
  const Json answer = Json::parse(client.receive_frame().payload);
  if (!answer.value("success", false)) throw std::runtime_error("login: " + answer.dump());
  return client;
}

inline RawClient raw_logged_in(const TestServer& server, std::string_view username,
                               const RawClient::Options& options = {}) {
  return raw_logged_in(server.port(), username, options);
}

/// A call that is set up: both have heard each other.
inline void call(Client& caller, std::string_view caller_name, Client& callee,
                 std::string_view callee_name) {
  caller.send(signal_to(callee_name, "offer", "1"));
  if (callee.receive() != signal_from(caller_name, "offer", "1")) throw std::runtime_error("offer");
  callee.send(signal_to(caller_name, "answer", "2"));
  if (caller.receive() != signal_from(callee_name, "answer", "2")) {
    throw std::runtime_error("answer");
  }
}

}  // namespace signalbox::test
