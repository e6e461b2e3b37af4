// SPDX-License-Identifier: MIT
// Reads the one object that a message is, and keeps for each known member a view of its value.
// Members that nobody knows are checked and forgotten. Nothing is copied and nothing allocated;
// only a string with an escape in it is decoded, when somebody asks for it.
#include "dialect/native/members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dialect/native/json_scanner.hpp"

namespace signalbox::dialect::native {
namespace {

Failure invalid_json() {
  return {ErrorCode::invalid_json, "this is not one well-formed JSON text, nested " +
                                       std::to_string(kDeepest) +
                                       " levels deep at most: send what JSON.stringify gives"};
}

Failure not_an_object() {
  return {ErrorCode::invalid_message, R"(a message is a JSON object: {"type":...})"};
}

Failure twice(std::string_view name) {
  return {ErrorCode::invalid_message,
          "the member '" + std::string(name) + "' stands in this message twice"};
}

/// The member's place in kMemberNames, or their number for a member that is not known.
std::size_t place_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(kMemberNames, name) - kMemberNames.begin());
}

}  // namespace

std::optional<Failure> Members::read(std::string_view text) {
  raw_.fill({});
  JsonScanner scanner(text);
  if (!scanner.take('{')) {
    return scanner.value() && scanner.at_end() ? not_an_object() : invalid_json();
  }
  std::optional<Failure> failure;
  if (!scanner.take('}')) {
    do {
      const auto quoted = scanner.string();
      if (!quoted || !scanner.take(':')) return invalid_json();
      const auto value = scanner.value();
      if (!value) return invalid_json();
      // As it stands in the text: a known name with an escape in it is taken for an unknown one.
      const std::string_view name = quoted->substr(1, quoted->size() - 2);
      // That the JSON is wrong matters more than that the message is, so reading goes on.
      if (!put(name, *value)) failure = twice(name);
    } while (scanner.take(','));
    if (!scanner.take('}')) return invalid_json();
  }
  if (!scanner.at_end()) return invalid_json();
  return failure;
}

/// Returns false if it is there already.
bool Members::put(std::string_view name, std::string_view value) {
  const std::size_t place = place_of(name);
  if (place == kMemberNames.size()) return true;
  if (!raw_[place].empty()) return false;
  raw_[place] = value;
  return true;
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
