// SPDX-License-Identifier: MIT
#include "signalbox/base/text/query_parameter.hpp"

#include "support/catch.hpp"

namespace signalbox::test::query_parameter_test {

TEST_CASE("a query's parameters are found and decoded", "[base]") {
  constexpr auto kQuery = "first=1&name=b%20c+d&empty=&bare&name=later&x=a=b";
  CHECK(query_parameter(kQuery, "first") == "1");
  CHECK(query_parameter(kQuery, "name") == "b c d");
  CHECK(query_parameter(kQuery, "empty") == "");
  CHECK(query_parameter(kQuery, "bare") == "");
  CHECK(query_parameter(kQuery, "x") == "a=b");
}

TEST_CASE("what is no parameter", "[base]") {
  CHECK_FALSE(query_parameter("", "name"));
  CHECK_FALSE(query_parameter("&&=&", "name"));
  CHECK_FALSE(query_parameter("names=1&ame=2", "name"));
}

TEST_CASE("a value that is badly encoded stands as it was sent", "[base]") {
  CHECK(query_parameter("name=%2", "name") == "%2");
  CHECK(query_parameter("name=a%20%zz", "name") == "a%20%zz");
}

}  // namespace signalbox::test::query_parameter_test
