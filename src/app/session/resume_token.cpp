// SPDX-License-Identifier: MIT
#include "app/session/resume_token.hpp"

#include <fmt/core.h>

#include "signalbox/base/text/parse_number.hpp"

namespace signalbox::app {
namespace {

constexpr char kSeparator = '-';

/// Takes the hexadecimal number and the separator in front of `text`, which it advances.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const auto separator = text.find(kSeparator);
  if (separator == std::string_view::npos) return false;
  const auto parsed = parse_number<Number>(text.substr(0, separator), /*base=*/16);
  if (!parsed) return false;
  number = *parsed;
  text.remove_prefix(separator + 1);
  return true;
}

/// The same of a session's id.
std::optional<SessionId> take_id(std::string_view& text) {
  SessionId id;
  const bool is_whole =
      take_number(text, id.shard) && take_number(text, id.slot) && take_number(text, id.generation);
  return is_whole ? std::optional(id) : std::nullopt;
}

}  // namespace

std::string text_of(SessionId id) {
  return fmt::format("{:x}-{:x}-{:x}", id.shard, id.slot, id.generation);
}

std::optional<SessionId> parse_session_id(std::string_view text) {
  const std::string with_end = std::string(text) + kSeparator;
  std::string_view rest = with_end;
  const auto id = take_id(rest);
  return rest.empty() ? id : std::nullopt;
}

std::string ResumeToken::text() const { return text_of(session) + kSeparator + secret.text(); }

std::optional<ResumeToken> ResumeToken::parse(std::string_view text) {
  const auto id = take_id(text);
  const auto secret = id ? Secret::parse(text) : std::nullopt;
  if (!secret) return std::nullopt;
  return ResumeToken{*id, *secret};
}

}  // namespace signalbox::app
