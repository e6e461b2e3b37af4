// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "dialect/native/native_dialect.hpp"
#include "dialect/native/words.hpp"

namespace signalbox::dialect::native {
namespace {

using domain::Event;
using Json = nlohmann::ordered_json;

/// Usernames hold no control characters: quotes and backslashes are all there is to escape.
void append_quoted_username(std::string_view username, std::string& out) {
  out += '"';
  if (username.find_first_of("\"\\") == std::string_view::npos) {
    out += username;
  } else {
    for (const char c : username) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

/// {"type":"offer","offer":<payload>,"username":"alice"}; a close has `reason`, if anything.
void append_signal(std::string_view word, std::string_view member, const Event& event,
                   std::string& out) {
  out += R"({"type":")";
  out += word;
  if (!event.payload.empty()) {
    out += R"(",")";
    out += member;
    out += R"(":)";
    out += event.payload;
    out += R"(,"username":)";
  } else {
    out += R"(","username":)";
  }
  append_quoted_username(event.username, out);
  out += '}';
}

Json error_of(const Failure& failure) {
  return {{"code", name_of(failure.code)}, {"message", failure.message}};
}

Failure why_undeliverable(const Event& event) {
  const std::string username(event.username);
  if (event.error == ErrorCode::busy) {
    return {event.error, "'" + username + "' has as many calls as this server allows"};
  }
  if (event.error == ErrorCode::unavailable) {
    return {event.error, "the server is overloaded: try again in a few seconds"};
  }
  return {event.error, "'" + username + "' has just gone"};
}

}  // namespace

void NativeDialect::encode(const Event& event, std::string& out) const {
  const std::string_view word = word_of(event.signal);
  switch (event.kind) {
    case Event::Kind::signal:
      append_signal(word, event.signal == domain::Signal::close ? "reason" : word, event, out);
      break;
    case Event::Kind::vanished: {
      Event close = event;
      const std::string reason = '"' + std::string(event.payload) + '"';
      close.payload = reason;
      append_signal("close", "reason", close, out);
      break;
    }
    case Event::Kind::undeliverable:
      encode(Refusal{why_undeliverable(event), std::string(word), std::string(event.username)},
             out);
      break;
  }
}

void NativeDialect::encode(const Refusal& refusal, std::string& out) const {
  Json message;
  if (refusal.type == kLogin) {
    message = {{"type", kLogin}, {"success", false}, {"error", error_of(refusal.failure)}};
  } else {
    message = {{"type", "error"},
               {"code", name_of(refusal.failure.code)},
               {"message", refusal.failure.message}};
    Json about = Json::object();
    if (!refusal.type.empty()) about["type"] = refusal.type;
    if (!refusal.other_username.empty()) about["otherUsername"] = refusal.other_username;
    if (!about.empty()) message["about"] = std::move(about);
  }
  out += message.dump();
}

void NativeDialect::encode(const LoginAnswer& answer, std::string& out) const {
  const Json message{{"type", kLogin},
                     {"success", true},
                     {"username", answer.username},
                     {"session", answer.session},
                     {"heartbeat", greeting_.heartbeat_seconds},
                     {"version", greeting_.version},
                     {"iceServers", Json::parse(greeting_.ice_servers)}};
  out += message.dump();
}

}  // namespace signalbox::dialect::native

namespace signalbox::dialect {

std::unique_ptr<Dialect> make_native(const NativeGreeting& greeting) {
  return std::make_unique<native::NativeDialect>(greeting);
}

}  // namespace signalbox::dialect
