// SPDX-License-Identifier: MIT
#include "signalbox/base/text/percent_decode.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::percent_decode_test {

using signalbox::percent_decode;

TEST_CASE("percent signs are decoded", "[base]") {
  const auto [text, decoded] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"/index.html", "/index.html"},
      {"%41%42", "AB"},
      {"a%20b", "a b"},
      {"a+b", "a+b"},
      {"%2F%2f", "//"},
      {"%25", "%"},
      {"%2541", "%41"},
      {"zo%C3%AB", "zoë"},
      {"%ff%FF", "\xFF\xFF"},
      {"a%00b", std::string("a\0b", 3)},
  }));
  CAPTURE(text);
  REQUIRE(percent_decode(text));
  CHECK(*percent_decode(text) == decoded);
}

TEST_CASE("percent signs without two hexadecimal digits are refused", "[base]") {
  const std::string text =
      GENERATE("%", "a%", "%4", "a%4", "%4g", "%g4", "%%41", "% 4", "%-1", "%+1", "%0x", "%41%");
  CAPTURE(text);
  CHECK_FALSE(percent_decode(text));
}

}  // namespace signalbox::test::percent_decode_test
