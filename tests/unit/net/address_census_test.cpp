// SPDX-License-Identifier: MIT
#include "signalbox/net/address_census.hpp"

#include <string>
#include <thread>
#include <vector>

#include "net/client_address.hpp"
#include "support/catch.hpp"

namespace signalbox::test::address_census_test {

using namespace signalbox::net;
using boost::asio::ip::make_address;

namespace {

const signalbox::ReverseProxies kNoProxies;

AddressBlock block(const std::string& address) { return block_of(make_address(address)); }

}  // namespace

TEST_CASE("an IPv4 address is one client, and so is an IPv6 /64", "[net][address]") {
  struct Row {
    const char* one;
    const char* other;
    bool same;
  };
  const auto row = GENERATE(values<Row>({
      {"192.0.2.1", "192.0.2.1", true},
      {"192.0.2.1", "192.0.2.2", false},
      {"192.0.2.1", "193.0.2.1", false},
      {"192.0.2.1", "::ffff:192.0.2.1", true},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
      {"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
      {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
      {"2001:db8:1:2::1", "2001:db9:1:2::1", false},
      {"fe80::1%1", "fe80::2%2", true},
      {"::1", "127.0.0.1", false},
      {"::c000:201", "192.0.2.1", false},
  }));
  CAPTURE(row.one, row.other);
  CHECK((block(row.one) == block(row.other)) == row.same);
}

TEST_CASE("an address has as many connections as it may, others theirs", "[net][address]") {
  const auto alice = make_address("192.0.2.1");
  const auto bob = make_address("2001:db8::1");
  AddressCensus census(2, kNoProxies);
  CHECK(census.enter(alice));
  CHECK(census.enter(alice));
  CHECK_FALSE(census.enter(alice));
  CHECK(census.enter(bob));

  census.leave(alice);
  CHECK(census.enter(alice));
  CHECK_FALSE(census.enter(alice));
}

TEST_CASE("an address that was turned away often is as free as any once it has left",
          "[net][address]") {
  const auto alice = make_address("192.0.2.1");
  AddressCensus census(1, kNoProxies);
  CHECK(census.enter(alice));
  for (int i = 0; i < 10; ++i) CHECK_FALSE(census.enter(alice));
  census.leave(alice);
  CHECK(census.enter(alice));
}

TEST_CASE("a trusted proxy is not counted, but whom it speaks for", "[net][address]") {
  const auto proxy = make_address("192.0.2.1");
  const auto alice = make_address("198.51.100.7");
  const signalbox::ReverseProxies proxies{.trusted = {{.first = bytes_of(proxy)}}};
  AddressCensus census(1, proxies);
  CHECK(census.enter(proxy));
  CHECK(census.enter(proxy));
  CHECK(census.move(proxy, alice));
  CHECK_FALSE(census.move(proxy, alice));
  census.leave(proxy);
  census.leave(alice);
  CHECK(census.enter(alice));
}

TEST_CASE("without a limit everybody enters", "[net][address]") {
  AddressCensus census(0, kNoProxies);
  for (int i = 0; i < 10'000; ++i) CHECK(census.enter(make_address("192.0.2.1")));
  census.leave(make_address("192.0.2.1"));
}

TEST_CASE("a limit that is set later holds for those who come then", "[net][address]") {
  const auto alice = make_address("192.0.2.1");
  const auto bob = make_address("2001:db8::1");
  AddressCensus census(0, kNoProxies);
  for (int i = 0; i < 3; ++i) CHECK(census.enter(alice));

  census.set_most(2);
  for (int i = 0; i < 2; ++i) CHECK(census.enter(alice));
  CHECK_FALSE(census.enter(alice));
  CHECK(census.enter(bob));

  census.set_most(0);
  CHECK(census.enter(alice));
  // Those who leave now are six, two of them counted.
  for (int i = 0; i < 6; ++i) census.leave(alice);

  census.set_most(1);
  CHECK(census.enter(alice));
  CHECK_FALSE(census.enter(alice));
}

TEST_CASE("threads count together", "[net][address]") {
  const auto alice = make_address("192.0.2.1");
  AddressCensus census(100, kNoProxies);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int round = 0; round < 1000; ++round) {
          if (census.enter(alice)) census.leave(alice);
        }
      });
    }
  }
  for (int i = 0; i < 100; ++i) CHECK(census.enter(alice));
  CHECK_FALSE(census.enter(alice));
}

}  // namespace signalbox::test::address_census_test
