// SPDX-License-Identifier: MIT
#include "signalbox/base/text/base64.hpp"

#include <string_view>

#include "support/catch.hpp"

namespace signalbox::test::base64_test {

TEST_CASE("the examples of RFC 4648, section 10", "[base]") {
  const auto encoded = [](std::string_view text) {
    return encode_base64({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
  };
  CHECK(encoded("").empty());
  CHECK(encoded("f") == "Zg==");
  CHECK(encoded("fo") == "Zm8=");
  CHECK(encoded("foo") == "Zm9v");
  CHECK(encoded("foob") == "Zm9vYg==");
  CHECK(encoded("fooba") == "Zm9vYmE=");
  CHECK(encoded("foobar") == "Zm9vYmFy");
}

}  // namespace signalbox::test::base64_test
