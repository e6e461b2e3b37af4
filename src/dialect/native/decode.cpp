// SPDX-License-Identifier: MIT
// The members are found first, then `type` says what the message is, and each kind takes the
// members that it needs. Payloads stay views of the sender's bytes, so an offer is relayed as it
// was written. What is wrong becomes a `Refusal` with as much of the message as could be read, so
// that the client finds the message again.
#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "dialect/native/native_dialect.hpp"
#include "dialect/native/sentences.hpp"
#include "dialect/native/words.hpp"

namespace signalbox::dialect::native {
namespace {

using domain::Signal;

/// Longest type or name of a bad message that its error repeats, in bytes.
constexpr std::size_t kLongestEcho = 128;

/// Longest `reason` of a close, in bytes of JSON with its quotes.
constexpr std::size_t kLongestReason = 66;

/// Longest `id` of a message, in bytes of JSON. Others mean nothing to the server.
constexpr std::size_t kLongestId = 128;

/// Words that only the server says: a client that hears one can rely on it.
constexpr std::array<std::string_view, 5> kServerReasons{"gone", "timeout", "replaced", "kicked",
                                                         "shutdown"};

Member payload_of(Signal signal) {
  switch (signal) {
    case Signal::offer:
      return Member::offer;
    case Signal::answer:
      return Member::answer;
    case Signal::candidate:
      return Member::candidate;
    case Signal::message:
      return Member::data;
    case Signal::close:
      break;
  }
  return Member::reason;
}

std::string member_name(Member member) {
  return std::string(kMemberNames[static_cast<std::size_t>(member)]);
}

Failure missing(std::string_view type, const std::string& member) {
  return {ErrorCode::invalid_message,
          "a message of type '" + std::string(type) + "' needs the member '" + member + "'"};
}

Failure ack_without_id() {
  return {ErrorCode::invalid_message,
          "an ack needs the member 'id', a string or a number of 128 bytes at most"};
}

std::string_view type_of(const Request& request) {
  if (const auto* relay = std::get_if<domain::Relay>(&request)) return word_of(relay->signal);
  if (std::holds_alternative<Ping>(request)) return kPing;
  if (std::holds_alternative<AskIceServers>(request)) return kIceServers;
  return std::holds_alternative<domain::Logout>(request) ? kLogout : kLogin;
}

/// `word` is what `raw` says, if that can be said in UTF-8: escapes make no other word of it.
std::optional<Failure> check_reason(std::string_view raw, std::optional<std::string_view> word) {
  if (!raw.starts_with('"') || raw.size() > kLongestReason) {
    return Failure{ErrorCode::invalid_message, "a reason is a string of 64 bytes at most"};
  }
  if (word && std::ranges::find(kServerReasons, *word) != kServerReasons.end()) {
    return Failure{ErrorCode::invalid_message,
                   "the reason '" + std::string(*word) + "' is for the server to give"};
  }
  return std::nullopt;
}

/// Cut between two characters of UTF-8.
std::string echo(std::string_view text) {
  if (text.size() <= kLongestEcho) return std::string(text);
  std::size_t end = kLongestEcho;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end));
}

}  // namespace

std::variant<Request, Refusal> NativeDialect::decode(std::string_view text) {
  if (auto failure = members_.read(text)) {
    // What was read of a text that is no JSON may be anything.
    if (failure->code == ErrorCode::invalid_json) return Refusal{std::move(*failure)};
    return refusal(std::move(*failure));
  }
  const auto type = members_.string(Member::type, type_);
  if (!type) {
    return refusal({ErrorCode::invalid_message, "a message needs the member 'type', a string"});
  }
  if (*type == kLogin) return decode_login();
  const auto signal = signal_of(*type);
  if (signal) return decode_relay(*signal);
  if (*type == kPing) return Ping{id()};
  if (*type == kLogout) return domain::Logout{id()};
  if (*type == kIceServers) return AskIceServers{id()};
  return refusal({ErrorCode::unknown_type, "this server knows no type '" + echo(*type) + "'"});
}

std::variant<Request, Refusal> NativeDialect::decode_login() {
  if (members_.raw(Member::username).empty()) return refusal(missing(kLogin, "username"));
  const auto username = members_.string(Member::username, name_);
  if (!username) {
    return refusal({ErrorCode::username_invalid, "username is a string, of valid Unicode"});
  }
  domain::Login login{.username = *username, .id = id()};
  if (auto failure = read_resume(login)) return refusal(std::move(*failure));
  if (auto failure = read_token(login)) return refusal(std::move(*failure));
  return login;
}

/// `true` asks for a session that can be resumed; an object resumes one. Others ask for nothing.
std::optional<Failure> NativeDialect::read_resume(domain::Login& login) {
  const std::string_view raw = members_.raw(Member::resume);
  login.wants_resume = raw == "true" || raw.starts_with('{');
  if (!raw.starts_with('{')) return std::nullopt;
  const auto resume = nlohmann::json::parse(raw, nullptr, /*allow_exceptions=*/false);
  const auto token = resume.find("token");
  const auto received = resume.find("received");
  if (token == resume.end() || !token->is_string() || received == resume.end() ||
      !received->is_number_unsigned()) {
    return Failure{ErrorCode::invalid_message,
                   R"(resume is true, or an object: {"token":"...","received":0})"};
  }
  resume_token_ = token->get<std::string>();
  login.resume = domain::Resume{resume_token_, received->get<std::uint64_t>()};
  return std::nullopt;
}

std::optional<Failure> NativeDialect::read_token(domain::Login& login) {
  const std::string_view raw = members_.raw(Member::token);
  if (raw.empty() || raw == "null") return std::nullopt;
  const auto token = members_.string(Member::token, token_);
  if (!token) return Failure{ErrorCode::invalid_message, "token is a string"};
  login.token = *token;
  return std::nullopt;
}

std::variant<Request, Refusal> NativeDialect::decode_relay(Signal signal) {
  const Member member = payload_of(signal);
  domain::Relay relay{.signal = signal,
                      .to = std::nullopt,
                      .payload = members_.raw(member),
                      .id = id(),
                      .wants_ack = members_.raw(Member::ack) == "true"};
  if (relay.wants_ack && relay.id.empty()) return refusal(ack_without_id());
  const std::string_view to = members_.raw(Member::other_username);
  if (!to.empty() && to != "null") {
    relay.to = members_.string(Member::other_username, name_);
    if (!relay.to) {
      return refusal({ErrorCode::invalid_message, "otherUsername is a string, of valid Unicode"});
    }
  } else if (signal == Signal::offer) {
    return refusal(missing("offer", "otherUsername"));
  }
  if (signal == Signal::close) {
    if (relay.payload.empty() || relay.payload == "null") {
      relay.payload = {};
    } else if (auto failure = check_reason(relay.payload, members_.string(Member::reason, type_))) {
      return refusal(std::move(*failure));
    }
  } else if (relay.payload.empty()) {
    return refusal(missing(word_of(signal), member_name(member)));
  }
  return relay;
}

/// The id as it stands in the text. Returns an empty text if there is none that can be repeated.
std::string_view NativeDialect::id() const {
  const std::string_view raw = members_.raw(Member::id);
  if (raw.empty() || raw.size() > kLongestId) return {};
  const char first = raw.front();
  const bool is_string_or_number = first == '"' || first == '-' || (first >= '0' && first <= '9');
  return is_string_or_number ? raw : std::string_view();
}

Refusal NativeDialect::refusal(Failure failure) {
  Refusal refusal{std::move(failure)};
  if (const auto type = members_.string(Member::type, type_)) refusal.type = echo(*type);
  if (const auto other = members_.string(Member::other_username, name_)) {
    refusal.other_username = echo(*other);
  }
  refusal.id = id();
  refusal.of_login = refusal.type == kLogin;
  return refusal;
}

Refusal NativeDialect::refuse(const Request& request, const domain::Fault& fault) const {
  return refuse(request, failure_of(fault));
}

Refusal NativeDialect::refuse(const Request& request, Failure failure) const {
  Refusal refusal{std::move(failure)};
  refusal.type = type_of(request);
  refusal.of_login = std::holds_alternative<domain::Login>(request);
  refusal.id = std::visit([](const auto& wanted) { return wanted.id; }, request);
  const auto* const relay = std::get_if<domain::Relay>(&request);
  if (relay != nullptr && relay->to) refusal.other_username = echo(*relay->to);
  return refusal;
}

}  // namespace signalbox::dialect::native
