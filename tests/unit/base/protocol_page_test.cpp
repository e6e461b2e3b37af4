// SPDX-License-Identifier: MIT
// docs/protocol.md repeats two tables of the sources.
#include "support/protocol_page.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/error_code.hpp"
#include "support/catch.hpp"

namespace signalbox::test::protocol_page_test {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string code(std::string_view word) { return '`' + std::string(word) + '`'; }

}  // namespace

TEST_CASE("the page's error codes are the server's", "[base][docs]") {
  Rows expected;
  for (const ErrorCodeEntry& entry : kErrorCodes) {
    expected.push_back({code(entry.name), std::string(entry.meaning)});
  }
  CHECK(table_of(read_protocol_page(), {"code", "means"}) == expected);
}

TEST_CASE("the page's ends of connections are the server's", "[base][docs]") {
  Rows expected;
  for (const CloseReasonEntry& entry : kCloseReasons) {
    // Connections that were never a WebSocket are not the protocol's.
    if (entry.label.starts_with("http_")) continue;
    expected.push_back(
        {code(entry.label), entry.close_code == 0 ? "–" : std::to_string(entry.close_code),
         std::string(entry.text), code(entry.to_peers), entry.is_resumable ? "may stay" : "ends"});
  }
  Rows rows;
  const std::vector<std::string> head{"end",  "because",    "close code",
                                      "text", "peers hear", "session"};
  for (const auto& row : table_of(read_protocol_page(), head)) {
    REQUIRE(row.size() == head.size());
    rows.push_back({row[0], row[2], row[3], row[4], row[5]});
  }
  CHECK(rows == expected);
}

}  // namespace signalbox::test::protocol_page_test
