// SPDX-License-Identifier: MIT
#include "signalbox/base/text/parse_number.hpp"

#include <cstdint>

#include "support/catch.hpp"

namespace signalbox::test::parse_number_test {

TEST_CASE("a number is the whole text, of digits alone", "[base]") {
  CHECK(parse_number<int>("0") == 0);
  CHECK(parse_number<int>("-7") == -7);
  CHECK(parse_number<unsigned>("640", 8) == 0640U);
  CHECK(parse_number<std::uint16_t>("ffff", 16) == 0xFFFF);
  for (const char* text : {"", " 1", "1 ", "+1", "1x", "0x1", "1.0", "--1", "-"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<int>(text));
  }
}

TEST_CASE("a number that there is no room for is none", "[base]") {
  CHECK(parse_number<std::uint16_t>("65535") == 65535);
  CHECK_FALSE(parse_number<std::uint16_t>("65536"));
  CHECK_FALSE(parse_number<std::uint16_t>("-1"));
  CHECK(parse_number<std::uint64_t>("18446744073709551615") == UINT64_MAX);
  CHECK_FALSE(parse_number<std::uint64_t>("18446744073709551616"));
}

}  // namespace signalbox::test::parse_number_test
