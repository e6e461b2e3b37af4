// SPDX-License-Identifier: MIT
#include "ops/address_range_text.hpp"

#include "support/catch.hpp"

namespace signalbox::test::address_range_text_test {

namespace {

AddressRange range_of(const char* text) {
  return std::get<AddressRange>(parse_address_range(text));
}

}  // namespace

TEST_CASE("ranges of addresses", "[ops][address]") {
  struct Row {
    const char* text;
    const char* shown;
    std::vector<const char*> inside;
    std::vector<const char*> outside;
  };
  const auto row = GENERATE(values<Row>({
      {"127.0.0.1", "127.0.0.1", {"127.0.0.1", "::ffff:127.0.0.1"}, {"127.0.0.2", "::1", "unix"}},
      {"127.0.0.1/32", "127.0.0.1", {"127.0.0.1"}, {"127.0.0.0"}},
      {"10.0.0.0/8", "10.0.0.0/8", {"10.0.0.0", "10.255.255.255"}, {"11.0.0.0", "9.255.255.255"}},
      {"192.0.2.128/25", "192.0.2.128/25", {"192.0.2.128", "192.0.2.255"}, {"192.0.2.127"}},
      {"0.0.0.0/0", "0.0.0.0/0", {"0.0.0.0", "255.255.255.255"}, {"::1", "2001:db8::1", "unix"}},
      {"::1", "::1", {"::1"}, {"::2", "127.0.0.1"}},
      {"2001:db8::/33", "2001:db8::/33", {"2001:db8:7fff::1"}, {"2001:db8:8000::", "2001:db9::"}},
      {"::/0", "::/0", {"::1", "127.0.0.1", "unix"}, {}},
      {"unix", "unix", {"unix"}, {"::1", "0.0.0.0", "127.0.0.1"}},
  }));
  CAPTURE(row.text);
  const AddressRange range = range_of(row.text);
  CHECK(show_address_range(range) == row.shown);
  for (const char* const address : row.inside) CHECK(range.contains(range_of(address).first));
  for (const char* const address : row.outside) {
    CAPTURE(address);
    CHECK_FALSE(range.contains(range_of(address).first));
  }
}

TEST_CASE("what is no range of addresses is refused", "[ops][address]") {
  const auto [text, hint] = GENERATE(table<const char*, const char*>({
      {"", "is no address; write it like 10.0.0.0/8, 2001:db8::/32 or unix."},
      {"localhost", "is no address"},
      {"10.0.0", "is no address"},
      {"/8", "is no address"},
      {"[::1]", "is no address"},
      {"10.0.0.0/", "does not end in a number from 0 to 32"},
      {"10.0.0.0/33", "does not end in a number from 0 to 32"},
      {"10.0.0.0/8/8", "does not end in a number"},
      {"10.0.0.0/-1", "does not end in a number"},
      {"::/129", "does not end in a number from 0 to 128"},
      {"unix/1", "is no address"},
  }));
  CAPTURE(text);
  const auto parsed = parse_address_range(text);
  REQUIRE(std::holds_alternative<Problem>(parsed));
  CHECK(std::get<Problem>(parsed).text.find(hint) != std::string::npos);
}

}  // namespace signalbox::test::address_range_text_test
