// SPDX-License-Identifier: MIT
#include "dialect/native/members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dialect/native/json_check.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::dialect::native {
namespace {

constexpr std::string_view kWhitespace = " \t\r\n";

Failure invalid_json() {
  return {ErrorCode::invalid_json, "this is not one well-formed JSON text, nested " +
                                       std::to_string(kDeepest) +
                                       " levels deep at most: send what JSON.stringify gives"};
}

Failure not_an_object() {
  return {ErrorCode::invalid_message, R"(a message is a JSON object: {"type":...})"};
}

/// nlohmann skips a byte order mark and takes a zero byte for the end: neither is JSON.
bool is_json(std::string_view text) {
  return !text.starts_with("\xEF\xBB\xBF") && text.find('\0') == std::string_view::npos &&
         nlohmann::json::accept(text);
}

/// The member's place in kMemberNames, or their number for a member that is not known.
std::size_t place_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(kMemberNames, name) - kMemberNames.begin());
}

/// As it stands in the text: a known name with an escape in it is taken for an unknown one.
std::string_view name_between_quotes(const char* text) {
  const char* end = text;
  while (*end != '"') end += *end == '\\' ? 2 : 1;
  return {text, static_cast<std::size_t>(end - text)};
}

}  // namespace

std::optional<Failure> Members::read(simdjson::ondemand::parser& parser, std::string_view text) {
  raw_.fill({});
  const auto first = text.find_first_not_of(kWhitespace);
  if (first == std::string_view::npos) return invalid_json();
  if (text[first] != '{') return is_json(text.substr(first)) ? not_an_object() : invalid_json();
  simdjson::ondemand::document document;
  const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kReadPadding);
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS) return invalid_json();
  return read_members(document);
}

std::optional<Failure> Members::read_members(simdjson::ondemand::document& document) {
  simdjson::ondemand::object object;
  if (document.get_object().get(object) != simdjson::SUCCESS) return invalid_json();
  std::optional<Failure> failure;
  for (auto member : object) {
    simdjson::ondemand::field field;
    if (std::move(member).get(field) != simdjson::SUCCESS) return invalid_json();
    auto wrong = read_member(field);
    // That the JSON is wrong matters more than that the message is.
    if (wrong && wrong->code == ErrorCode::invalid_json) return wrong;
    if (wrong) failure = std::move(wrong);
  }
  // Only behind the last token is there no location.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return invalid_json();
  return failure;
}

std::optional<Failure> Members::read_member(simdjson::ondemand::field field) {
  const char* const name_text = field.key().raw();
  simdjson::ondemand::value value = field.value();
  const std::optional<std::string_view> raw = well_formed(value);
  if (!are_escapes_valid(name_text) || !raw) return invalid_json();
  const std::string_view name = name_between_quotes(name_text);
  const std::size_t place = place_of(name);
  if (place == kMemberNames.size()) return std::nullopt;
  if (!raw_[place].empty()) {
    return Failure{ErrorCode::invalid_message,
                   "the member '" + std::string(name) + "' stands in this message twice"};
  }
  raw_[place] = *raw;
  return std::nullopt;
}

std::optional<std::string_view> Members::string(Member member, std::string& buffer) const {
  const std::string_view raw = this->raw(member);
  if (!raw.starts_with('"')) return std::nullopt;
  if (raw.find('\\') == std::string_view::npos) return raw.substr(1, raw.size() - 2);
  const auto value = nlohmann::json::parse(raw, nullptr, /*allow_exceptions=*/false);
  if (!value.is_string()) return std::nullopt;
  buffer = value.get<std::string>();
  return buffer;
}

}  // namespace signalbox::dialect::native
