// SPDX-License-Identifier: MIT
#include "net/client_address.hpp"

#include "support/catch.hpp"

namespace signalbox::test::client_address_test {

using namespace signalbox::net;

TEST_CASE("how proxies write a client's address", "[net][address]") {
  const auto [text, shown] = GENERATE(table<const char*, const char*>({
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.1:4711", "192.0.2.1:4711"},
      {"2001:db8::1", "2001:db8::1"},
      {"[2001:db8::1]", "2001:db8::1"},
      {"[2001:db8::1]:4711", "[2001:db8::1]:4711"},
      {"::1", "::1"},
      {"192.0.2.1:_hidden", "192.0.2.1"},
      {"[2001:db8::1]:_7", "2001:db8::1"},
  }));
  CAPTURE(text);
  const auto parsed = parse_client_address(text);
  REQUIRE(parsed);
  CHECK(text_of(*parsed) == shown);
}

TEST_CASE("what is no client's address", "[net][address]") {
  for (const char* const text :
       {"", "unknown", "_hidden", "unix:", "192.0.2", "192.0.2.1:", "192.0.2.1:65536",
        "192.0.2.1:x", "192.0.2.1 ", "[2001:db8::1", "[2001:db8::1]4711", "[2001:db8::1]:", "[]",
        "[", "]", ":", "::", "0.0.0.0", "example.org"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_client_address(text));
  }
}

TEST_CASE("a client without an address has come over a Unix socket", "[net][address]") {
  CHECK(text_of({boost::asio::ip::tcp::v6(), 0}) == "unix");
}

TEST_CASE("how much of an address the log knows", "[net][address]") {
  const auto [text, truncated] = GENERATE(table<const char*, const char*>({
      {"192.0.2.77:4711", "192.0.2.0/24"},
      {"[::ffff:192.0.2.77]:4711", "192.0.2.0/24"},
      {"[2001:db8:1:2::3]:4711", "2001:db8:1::/48"},
      {"::1", "::/48"},
  }));
  CAPTURE(text);
  const auto client = *parse_client_address(text);
  CHECK(text_of(client, LogAddresses::full) == text_of(client));
  CHECK(text_of(client, LogAddresses::truncated) == truncated);
  CHECK(text_of(client, LogAddresses::none) == "-");
  CHECK(text_of({boost::asio::ip::tcp::v6(), 0}, LogAddresses::truncated) == "unix");
}

}  // namespace signalbox::test::client_address_test
