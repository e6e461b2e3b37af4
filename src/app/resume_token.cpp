// SPDX-License-Identifier: MIT
#include "app/resume_token.hpp"

#include <fmt/core.h>

#include <charconv>
#include <system_error>

namespace signalbox::app {
namespace {

constexpr char kSeparator = '-';

/// Takes the hexadecimal number and the separator in front of `text`, which it advances.
template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [next, error] = std::from_chars(text.data(), end, number, /*base=*/16);
  if (error != std::errc() || next == end || *next != kSeparator) return false;
  text = {next + 1, end};
  return true;
}

}  // namespace

std::string text_of(SessionId id) {
  return fmt::format("{:x}-{:x}-{:x}", id.shard, id.slot, id.generation);
}

std::string ResumeToken::text() const { return text_of(session) + kSeparator + secret.text(); }

std::optional<ResumeToken> ResumeToken::parse(std::string_view text) {
  ResumeToken token;
  const bool has_id = take_number(text, token.session.shard) &&
                      take_number(text, token.session.slot) &&
                      take_number(text, token.session.generation);
  if (!has_id) return std::nullopt;
  const auto secret = Secret::parse(text);
  if (!secret) return std::nullopt;
  token.secret = *secret;
  return token;
}

}  // namespace signalbox::app
