// SPDX-License-Identifier: MIT
#include "signalbox/domain/realms.hpp"

#include <string>

#include "support/catch.hpp"

namespace signalbox::test::realms_test {

using domain::Realm;
using domain::Realms;

TEST_CASE("a realm is there while somebody is in it", "[domain][realms]") {
  Realms realms;
  const Realm shop = realms.enter("shop");
  CHECK(shop != Realm::standard);
  CHECK(realms.enter("shop") == shop);
  const Realm school = realms.enter("school");
  CHECK(school != shop);
  CHECK(realms.size() == 2);
  CHECK(realms.name_of(shop) == "shop");
  CHECK(realms.find("school") == school);

  realms.leave(shop);
  CHECK(realms.find("shop") == shop);
  realms.leave(shop);
  CHECK_FALSE(realms.find("shop"));
  CHECK(realms.name_of(shop).empty());
  CHECK(realms.size() == 1);
}

TEST_CASE("the number of a realm that has ended is no other's soon", "[domain][realms]") {
  Realms realms;
  const Realm shop = realms.enter("shop");
  realms.leave(shop);
  CHECK(realms.enter("school") != shop);
  CHECK(realms.enter("shop") != shop);
}

TEST_CASE("the standard realm has no name, is always there and not counted", "[domain][realms]") {
  Realms realms;
  CHECK(realms.enter("") == Realm::standard);
  CHECK(realms.find("") == Realm::standard);
  CHECK(realms.name_of(Realm::standard).empty());
  CHECK(realms.size() == 0);
  realms.leave(Realm::standard);
  CHECK(realms.find("") == Realm::standard);
}

TEST_CASE("a realm's name means itself in a URL", "[domain][realms]") {
  const std::string longest(64, 'a');
  CHECK(domain::is_valid_realm(""));
  CHECK(domain::is_valid_realm("Shop-2.example_org~"));
  CHECK(domain::is_valid_realm(longest));

  const auto bad = GENERATE_REF(longest + "a", "a b", "a/b", "a%2F", "a\n", "\xC3\xA9");
  CAPTURE(bad);
  CHECK_FALSE(domain::is_valid_realm(bad));
  CHECK_FALSE(domain::is_valid_realm({"\0", 1}));
}

}  // namespace signalbox::test::realms_test
