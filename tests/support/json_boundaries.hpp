// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/native_decoder.hpp"
#include "support/native_properties.hpp"
#include "support/reference_utf8.hpp"

namespace signalbox::test {

/// The names of a message's own members, as nlohmann reads them.
inline std::vector<std::string> member_names(std::string_view text) {
  std::vector<std::string> names;
  const auto on_event = [&](int depth, nlohmann::json::parse_event_t event,
                            const nlohmann::json& value) {
    if (event == nlohmann::json::parse_event_t::key && depth == 1) names.push_back(value);
    return true;
  };
  static_cast<void>(nlohmann::json::parse(without_nlohmanns_limits(text), on_event));
  return names;
}

/// `text` with `part`, which lies in it, replaced by null.
inline std::string without(std::string_view text, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - text.data());
  return std::string(text.substr(0, begin)) + "null" +
         std::string(text.substr(begin + part.size()));
}

/// Nothing: nlohmann finds the value at the same place.
inline std::optional<std::string> what_is_disputed(std::string_view text, const std::string& name,
                                                   std::string_view part) {
  auto message = value_of(text);
  if (message.at(name) != value_of(part)) return name + " is not " + std::string(part);
  message[name] = nullptr;
  const std::string rest = without(text, part);
  if (!is_json(rest) || value_of(rest) != message) return name + " ends elsewhere: " + rest;
  return std::nullopt;
}

inline std::string payload_member(domain::Signal signal) {
  if (signal == domain::Signal::close) return "reason";
  if (signal == domain::Signal::message) return "data";
  return std::string(dialect::native::word_of(signal));
}

inline std::optional<std::string> what_is_disputed(std::string_view text,
                                                   const domain::Relay& relay) {
  const std::string word(dialect::native::word_of(relay.signal));
  const auto message = value_of(text);
  if (message.at("type") != word) return "the type is not " + word;
  const auto to = message.find("otherUsername");
  const bool has_receiver = to != message.end() && !to->is_null();
  if (has_receiver != relay.to.has_value()) return "nlohmann knows a receiver, we don't, or we do";
  if (has_receiver && *to != std::string(*relay.to)) return "another receiver";
  if (relay.payload.empty()) return std::nullopt;
  return what_is_disputed(text, payload_member(relay.signal), relay.payload);
}

inline std::optional<std::string> what_is_disputed(std::string_view text,
                                                   const domain::Login& login) {
  const auto message = value_of(text);
  if (message.at("type") != "login") return "no login";
  const auto username = message.find("username");
  const std::string taken(login.username);
  if (username == message.end() || !username->is_string()) {
    return taken.empty() ? std::nullopt : std::optional<std::string>("a username from nowhere");
  }
  return *username == taken ? std::nullopt : std::optional<std::string>("another username");
}

/// Where the two are meant to differ: names that are equal only for one who reads escapes, which we
/// don't, and surrogates, which `value_of` does not keep.
inline bool is_beyond_comparison(std::string_view text, std::string_view payload) {
  auto names = member_names(text);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end() ||
         (payload.empty() ? std::string(text) : without(text, payload)).find("\\u") !=
             std::string::npos;
}

/// Decodes any bytes and compares with nlohmann's view of them. Nothing: they agree, or the
/// message is refused.
inline std::optional<std::string> what_nlohmann_disputes(NativeDecoder& decoder,
                                                         std::string_view bytes) {
  if (!is_utf8(bytes)) return std::nullopt;  // the frame parser lets no such text through
  const Decoded decoded = decoder.decode(bytes);
  const auto* command = std::get_if<dialect::Request>(&decoded);
  if (command == nullptr) return std::nullopt;
  const std::string_view text = decoder.text();
  const auto* relay = std::get_if<domain::Relay>(command);
  if (is_beyond_comparison(text, relay == nullptr ? std::string_view() : relay->payload)) {
    return std::nullopt;
  }
  if (relay != nullptr) return what_is_disputed(text, *relay);
  if (const auto* login = std::get_if<domain::Login>(command)) {
    return what_is_disputed(text, *login);
  }
  const auto type = value_of(text).at("type");
  const bool is_known = type == "ping" || type == "logout" || type == "iceServers";
  return is_known ? std::nullopt : std::optional<std::string>("another type");
}

}  // namespace signalbox::test
