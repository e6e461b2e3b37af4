// SPDX-License-Identifier: MIT
#include "signalbox/net/address_shares.hpp"

#include "support/catch.hpp"

namespace signalbox::test::address_shares_test {

using signalbox::net::AddressBlock;
using Shares = signalbox::net::AddressShares<int>;

namespace {

constexpr AddressBlock kHome{1};
constexpr AddressBlock kOffice{2};

}  // namespace

TEST_CASE("who has most is of the address that has most", "[net][shares]") {
  Shares shares;
  CHECK_FALSE(shares.largest());
  shares.add({kHome, 1, 50});
  shares.add({kOffice, 2, 30});
  shares.add({kOffice, 3, 40});
  CHECK(shares.of(kHome) == 50);
  CHECK(shares.of(kOffice) == 70);
  CHECK(shares.largest()->member == 3);

  shares.remove({kOffice, 3, 40});
  CHECK(shares.largest()->member == 1);
  shares.remove({kHome, 1, 50});
  shares.remove({kOffice, 2, 30});
  CHECK_FALSE(shares.largest());
  CHECK(shares.of(kHome) == 0);
}

TEST_CASE("of several that have as much the first one pays", "[net][shares]") {
  Shares shares;
  for (const int member : {3, 1, 2}) shares.add({kHome, member, 1});
  CHECK(shares.largest()->member == 1);
  shares.add({kHome, 0, 0});
  CHECK(shares.largest()->member == 1);
}

}  // namespace signalbox::test::address_shares_test
