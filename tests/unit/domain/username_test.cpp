// SPDX-License-Identifier: MIT
#include "domain/username.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::username_test {

using signalbox::domain::is_valid_username;

TEST_CASE("names that are allowed", "[domain][username]") {
  const auto name = GENERATE(values<std::string>({
      "a",
      "alice",
      " ",
      "a b",
      "0",
      "null",
      "<script>",
      "\"",
      "\\",
      "'",
      "/../",
      "zoë",
      "日本語",
      "🦊",
      // Beside the control characters.
      "~",
      "\xC2\xA0",
      "\xC2\xBF",
      "\xC3\x80",
      "\xC3\x9F",
      // No width, and from right to left: these are no control characters.
      "\xE2\x80\x8B",
      "\xE2\x80\xAE",
      std::string(128, 'a'),
      std::string(126, 'a') + "ë",
      std::string(124, 'a') + "🦊",
  }));
  CAPTURE(name);
  CHECK(is_valid_username(name));
}

TEST_CASE("names that are too short or too long", "[domain][username]") {
  const auto name = GENERATE(values<std::string>({
      "",
      std::string(129, 'a'),
      std::string(127, 'a') + "ë",
      std::string(125, 'a') + "🦊",
      std::string(1'000'000, 'a'),
  }));
  CAPTURE(name.size());
  CHECK_FALSE(is_valid_username(name));
}

TEST_CASE("no control character is allowed anywhere in a name", "[domain][username]") {
  for (int code = 0; code <= 0x9F; ++code) {
    if (code >= ' ' && code < 0x7F) continue;
    std::string character = code < 0x80 ? "" : "\xC2";
    character += static_cast<char>(code);
    CAPTURE(code);
    CHECK_FALSE(is_valid_username(character));
    CHECK_FALSE(is_valid_username(character + "alice"));
    CHECK_FALSE(is_valid_username("al" + character + "ice"));
    CHECK_FALSE(is_valid_username("alice" + character));
  }
}

}  // namespace signalbox::test::username_test
