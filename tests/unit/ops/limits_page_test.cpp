// SPDX-License-Identifier: MIT
// docs/limits.md repeats what the option table and the metrics say.
#include <set>
#include <string>

#include "ops/option_table.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "support/catch.hpp"
#include "support/generated_file.hpp"
#include "support/protocol_page.hpp"

namespace signalbox::test::limits_page_test {

TEST_CASE("the page's limits have the options' defaults, and each is counted", "[ops][docs]") {
  const std::vector<std::string> head{"bound", "option", "default", "what the client hears",
                                      "metric"};
  std::set<std::string> metrics;
  for (const auto& row : table_of(read_source("docs/limits.md"), head)) {
    REQUIRE(row.size() == head.size());
    const std::string& word = row[1];
    CAPTURE(word);
    metrics.insert(row[4]);
    if (!word.starts_with('`')) continue;
    const Option* const option = find_option(word.substr(1, word.size() - 2));
    REQUIRE(option != nullptr);
    CHECK(show(*option, Settings()).front() == row[2]);
  }
  for (const std::string_view name : kLimitNames) {
    CAPTURE(name);
    CHECK(metrics.contains('`' + std::string(name) + '`'));
    const bool has_no_option = name == "http-requests" || name == "open-files";
    CHECK((find_option(name) == nullptr) == has_no_option);
  }
}

}  // namespace signalbox::test::limits_page_test
