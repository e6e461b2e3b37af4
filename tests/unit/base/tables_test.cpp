// SPDX-License-Identifier: MIT
// Tables whose rows are found by their index.
#include <set>
#include <string_view>

#include "net/websocket/close_code.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/error_code.hpp"
#include "support/catch.hpp"

namespace signalbox::test::tables_test {

TEST_CASE("each error code stands in its own row", "[base][error_code]") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kErrorCodes.size(); ++i) {
    const ErrorCodeEntry& entry = kErrorCodes[i];
    CAPTURE(entry.name);
    CHECK(static_cast<std::size_t>(entry.code) == i);
    CHECK(name_of(entry.code) == entry.name);
    CHECK(entry.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
    CHECK(entry.meaning.ends_with('.'));
    CHECK(names.insert(entry.name).second);
  }
  CHECK(kErrorCodes.back().code == ErrorCode::unavailable);
}

TEST_CASE("each close reason stands in its own row", "[base][close_reason]") {
  std::set<std::string_view> labels;
  for (std::size_t i = 0; i < kCloseReasons.size(); ++i) {
    const CloseReasonEntry& entry = kCloseReasons[i];
    CAPTURE(entry.label);
    CHECK(static_cast<std::size_t>(entry.reason) == i);
    CHECK(&describe(entry.reason) == &entry);
    CHECK(labels.insert(entry.label).second);
  }
  CHECK(kCloseReasons.back().reason == CloseReason::shutdown);
}

TEST_CASE("each close reason can be sent", "[base][close_reason]") {
  for (const CloseReasonEntry& entry : kCloseReasons) {
    CAPTURE(entry.label);
    // RFC 6455 section 5.5: a control frame has 125 bytes, two of which are the code.
    CHECK(entry.text.size() <= 123);
    CHECK((entry.close_code == 0 || net::websocket::is_close_code(entry.close_code)));
    // Without a frame there is nothing to say.
    CHECK((entry.close_code != 0 || entry.text.empty()));
    CHECK_FALSE(entry.to_peers.empty());
  }
}

}  // namespace signalbox::test::tables_test
