// SPDX-License-Identifier: MIT
// Messages that clients hear often are put together from pieces, in one string that the thread uses
// again. Errors and what comes once in a connection are made by nlohmann::json. Payloads go in as
// they came, for they were checked when they were read.
#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "dialect/native/native_dialect.hpp"
#include "dialect/native/words.hpp"

namespace signalbox::dialect::native {
namespace {

using domain::Event;
using Json = nlohmann::ordered_json;

/// As it stands between quotes. Usernames hold no control characters: quotes and backslashes are
/// all there is to escape. `buffer` is used where there is one of them.
std::string_view escaped(std::string_view username, std::string& buffer) {
  const auto is_special = [](char c) { return c == '"' || c == '\\'; };
  if (std::ranges::none_of(username, is_special)) return username;
  for (const char c : username) {
    if (is_special(c)) buffer += '\\';
    buffer += c;
  }
  return buffer;
}

void append(std::string& out, std::initializer_list<std::string_view> pieces) {
  for (const std::string_view piece : pieces) out += piece;
}

/// What stands before the payload, in the order of domain::Signal. Whole, because each piece costs
/// as much as its bytes.
constexpr std::array<std::string_view, 5> kBeforePayload{
    R"({"type":"offer","offer":)", R"({"type":"answer","answer":)",
    R"({"type":"candidate","candidate":)", R"({"type":"close","reason":)",
    R"({"type":"message","data":)"};

/// {"type":"offer","offer":<payload>,"username":"alice"}; a close may have no payload.
void append_signal(domain::Signal signal, const Event& event, std::string& out) {
  std::string buffer;
  const std::string_view username = escaped(event.username, buffer);
  if (event.payload.empty()) {
    append(out, {R"({"type":")", word_of(signal), R"(","username":")", username, R"("})"});
  } else {
    append(out, {kBeforePayload.at(static_cast<std::size_t>(signal)), event.payload,
                 R"(,"username":")", username, R"("})"});
  }
}

/// Adds the last member to the text of an object that has others: `id` as the client wrote it.
void append_id(std::string_view id, std::string& object) {
  if (id.empty()) return;
  object.pop_back();
  append(object, {R"(,"id":)", id, "}"});
}

/// "iceServers":[],"iceLifetime":86400}
void append_ice(const IceServerList& ice, std::string& out) {
  append(out, {R"("iceServers":)", ice.servers});
  if (ice.lifetime) append(out, {R"(,"iceLifetime":)", std::to_string(ice.lifetime->count())});
  out += '}';
}

/// {"type":"pong"}
void append_answer(std::string_view type, std::string_view id, std::string& out) {
  append(out, {R"({"type":")", type, R"("})"});
  append_id(id, out);
}

Json error_of(const Failure& failure) {
  return {{"code", name_of(failure.code)}, {"message", failure.message}};
}

Failure why_undeliverable(const Event& event) {
  const std::string username(event.username);
  if (event.error == ErrorCode::busy) {
    return {event.error,
            "'" + username + "' has as many calls, or as much waiting, as this server allows"};
  }
  if (event.error == ErrorCode::unavailable) {
    return {event.error, "the server is overloaded: try again in a few seconds"};
  }
  return {event.error, "'" + username + "' has just gone"};
}

}  // namespace

/// The members that are the same in every login answer, with the comma behind them.
std::string NativeDialect::middle_of_login_answer(const NativeGreeting& greeting) {
  const Json members{{"heartbeat", greeting.heartbeat_seconds}, {"version", greeting.version}};
  std::string text = members.dump();
  text.back() = ',';
  return text.substr(1);
}

void NativeDialect::encode(const Event& event, std::string& out) const {
  switch (event.kind) {
    case Event::Kind::signal:
      append_signal(event.signal, event, out);
      break;
    case Event::Kind::displaced:
    case Event::Kind::vanished: {
      Event close = event;
      const std::string reason = '"' + std::string(event.payload) + '"';
      close.payload = reason;
      append_signal(domain::Signal::close, close, out);
      break;
    }
    case Event::Kind::over:
      append_signal(domain::Signal::close, event, out);
      break;
    case Event::Kind::undeliverable:
      encode(Refusal{.failure = why_undeliverable(event),
                     .type = std::string(word_of(event.signal)),
                     .other_username = std::string(event.username),
                     .id = std::string(event.id)},
             out);
      break;
    case Event::Kind::acknowledged:
      append(out, {R"({"type":"ack","id":)", event.id, R"(,"result":")",
                   event.is_queued ? "queued" : "delivered", R"("})"});
      break;
    case Event::Kind::evicted:
    case Event::Kind::vacated:
      break;  // between sessions
  }
}

void NativeDialect::encode(const Refusal& refusal, std::string& out) const {
  Json message;
  if (refusal.of_login) {
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
  append_id(refusal.id, out);
}

void NativeDialect::encode(const LoginAnswer& answer, std::string& out) const {
  std::string buffer;
  append(out, {R"({"type":"login","success":true,"username":")", escaped(answer.username, buffer),
               R"(","session":")", answer.session, R"(",)"});
  if (!answer.realm.empty()) append(out, {R"("realm":")", answer.realm, R"(",)"});
  if (answer.resume) {
    append(out, {R"("resume":{"token":")", answer.resume->token, R"(","window":)",
                 std::to_string(answer.resume->window.count()), "},"});
  }
  if (answer.resumed) append(out, {R"("resumed":)", *answer.resumed ? "true," : "false,"});
  if (answer.resumed == true) {
    append(out, {R"("received":)", std::to_string(answer.received), ","});
  }
  out += greeting_;
  append_ice(answer.ice, out);
  append_id(answer.id, out);
}

void NativeDialect::encode(const IceAnswer& answer, std::string& out) const {
  append(out, {R"({"type":")", kIceServers, R"(",)"});
  append_ice(answer.ice, out);
  append_id(answer.id, out);
}

void NativeDialect::encode(const Reconnect& reconnect, std::string& out) const {
  append(out, {R"({"type":"reconnect","after":)", std::to_string(reconnect.after.count()), "}"});
}

void NativeDialect::encode(const domain::Logout& answered, std::string& out) const {
  append_answer(kLogout, answered.id, out);
}

void NativeDialect::encode(const Ping& answered, std::string& out) const {
  append_answer("pong", answered.id, out);
}

}  // namespace signalbox::dialect::native

namespace signalbox::dialect {

std::unique_ptr<Dialect> make_native(const NativeGreeting& greeting) {
  return std::make_unique<native::NativeDialect>(greeting);
}

}  // namespace signalbox::dialect
