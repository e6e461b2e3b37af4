// SPDX-License-Identifier: MIT
#include "integration/conformance/conformance_page.hpp"
#include "support/catch.hpp"
#include "support/generated_file.hpp"

namespace signalbox::test::conformance_page_test {

TEST_CASE("docs/conformance.md is the table that is tested", "[conformance][generated]") {
  INFO("To write it anew, run this test with SIGNALBOX_UPDATE_GENERATED=1.");
  CHECK(is_current("docs/conformance.md", conformance_page()));
}

}  // namespace signalbox::test::conformance_page_test
