// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "support/native_decoder.hpp"

namespace signalbox::test {

/// Objects and arrays within each other, the message's own among them.
inline constexpr int kDeepestMessage = 33;

/// Walks over JSON, or what may be, and tells bytes inside of strings from those outside.
class QuoteTracker {
 public:
  /// Whether `c`, the next byte, is inside of a string; its quotes are not.
  bool is_inside(char c) {
    const bool was_inside = inside_;
    if (!inside_) {
      inside_ = c == '"';
      return false;
    }
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      inside_ = false;
    }
    return was_inside && inside_;
  }

  /// The next byte is escaped by a backslash.
  bool is_escaped() const { return escaped_; }

 private:
  bool inside_ = false;
  bool escaped_ = false;
};

inline int depth_of(std::string_view text) {
  QuoteTracker tracker;
  int depth = 0;
  int deepest = 0;
  for (const char c : text) {
    if (tracker.is_inside(c)) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

inline bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// Where `text` goes on behind an exponent that ends in the digits at its front.
inline std::string_view skip_digits(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of("0123456789"), text.size()));
}

/// The same text without what nlohmann refuses although it is JSON: numbers beyond double and
/// lone surrogates. As well formed as before, or as badly: an exponent becomes 1, a surrogate's
/// escape becomes that of a space, and of many digits the first hundred stay.
inline std::string without_nlohmanns_limits(std::string_view text) {
  constexpr int kDigitsKept = 100;
  std::string result;
  QuoteTracker tracker;
  int digits = 0;
  while (!text.empty()) {
    const char c = text.front();
    const bool was_escaped = tracker.is_escaped();
    const bool inside = tracker.is_inside(c);
    digits = !inside && c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits <= kDigitsKept) result += c;
    text.remove_prefix(1);
    if (inside && was_escaped && c == 'u' && text.size() >= 4 && is_hex(text.substr(0, 4)) &&
        (text[0] == 'd' || text[0] == 'D') && text[1] > '7') {
      result += "0020";
      text.remove_prefix(4);
    }
    if (!inside && (c == 'e' || c == 'E')) {
      if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        result += text.front();
        text.remove_prefix(1);
      }
      const auto rest = skip_digits(text);
      if (rest.size() != text.size()) result += '1';
      text = rest;
    }
  }
  return result;
}

/// nlohmann takes a zero byte for the end of the text and skips a byte order mark; JSON.parse does
/// neither.
inline bool is_json_of_nlohmann(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text.find('\0') != std::string_view::npos) return false;
  return !text.substr(first).starts_with("\xEF\xBB\xBF") && nlohmann::json::accept(text);
}

/// What JSON.parse takes.
inline bool is_json(std::string_view text) {
  return is_json_of_nlohmann(without_nlohmanns_limits(text));
}

inline nlohmann::json value_of(std::string_view text) {
  return nlohmann::json::parse(without_nlohmanns_limits(text));
}

/// What a relayed message promises to its receiver. Nothing: all is as it should be.
inline std::optional<std::string> what_is_wrong(const domain::Relay& relay,
                                                const NativeDecoder& decoder) {
  const std::string_view text = decoder.text();
  const std::string_view payload = relay.payload;
  const bool is_close = relay.signal == domain::Signal::close;
  if (!is_close || !payload.empty()) {
    if (payload.empty()) return "an empty payload";
    if (payload.data() < text.data() || payload.data() + payload.size() > text.data() + text.size())
      return "a payload from elsewhere";
    if (!is_json(payload)) return "a payload that is not JSON: " + std::string(payload);
    if (depth_of(payload) > kDeepestMessage - 1) return "a payload nested too deep";
    if (payload.find_first_of(" \t\r\n") == 0 ||
        payload.find_last_of(" \t\r\n") == payload.size() - 1)
      return "whitespace around a payload";
  }
  const domain::Event event{.signal = relay.signal, .username = "a\"\\b", .payload = payload};
  const std::string sent = decoder.encode(event);
  if (!is_json(sent)) return "sends what is not JSON: " + sent;
  const auto message = value_of(sent);
  const std::string word(dialect::native::word_of(relay.signal));
  const bool is_message = relay.signal == domain::Signal::message;
  const std::string member = is_close ? "reason" : is_message ? "data" : word;
  if (message.at("type") != word || message.at("username") != "a\"\\b")
    return "the payload changes the message around it: " + sent;
  if (message.size() != (payload.empty() ? 2U : 3U)) return "a payload of several members";
  if (!payload.empty() && message.at(member) != value_of(payload)) return "another payload";
  return std::nullopt;
}

/// Whether a text that was refused as this should have been.
inline std::optional<std::string> what_is_wrong(const dialect::Refusal& refusal,
                                                std::string_view text,
                                                const NativeDecoder& decoder) {
  const bool is_object = text.find_first_not_of(" \t\r\n") == text.find('{');
  const int deepest = is_object ? kDeepestMessage : kDeepestMessage - 1;
  const bool is_good = is_json(text) && depth_of(text) <= deepest;
  const bool is_bad = refusal.failure.code == ErrorCode::invalid_json;
  if (is_good == is_bad) return is_good ? "refuses JSON" : "takes for JSON what is none";
  // Two names of at most 128 bytes, one of them twice, each byte six at the most.
  constexpr std::size_t kLongestError = 3000;
  const std::string sent = decoder.encode(refusal);
  if (!is_json(sent)) return "answers what is not JSON: " + sent;
  if (sent.size() > kLongestError) return "a very long answer: " + sent;
  return std::nullopt;
}

/// Decodes any bytes, twice with different bytes behind them, and says what is wrong with the
/// result. Nothing: all is as it should be.
inline std::optional<std::string> what_is_wrong(NativeDecoder& decoder, std::string_view text) {
  const std::string once = show(decoder.decode(text, "\\"));
  const Decoded decoded = decoder.decode(text);
  if (show(decoded) != once) return "the padding matters";
  // The frame parser lets no such text through: not to crash is all that it is held to.
  if (!simdjson::validate_utf8(text)) return std::nullopt;
  if (const auto* refusal = std::get_if<dialect::Refusal>(&decoded)) {
    return what_is_wrong(*refusal, text, decoder);
  }
  if (!is_json(text) || depth_of(text) > kDeepestMessage) return "takes what is not JSON";
  const auto& command = std::get<dialect::Request>(decoded);
  if (const auto* relay = std::get_if<domain::Relay>(&command)) {
    return what_is_wrong(*relay, decoder);
  }
  if (const auto* login = std::get_if<domain::Login>(&command)) {
    // Throws where that is not UTF-8.
    static_cast<void>(nlohmann::json(login->username).dump());
  }
  return std::nullopt;
}

}  // namespace signalbox::test
