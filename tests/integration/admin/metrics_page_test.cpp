// SPDX-License-Identifier: MIT
// docs/metrics.md lists what the server tells, no more and no less.
#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/generated_file.hpp"
#include "support/http_exchange.hpp"
#include "support/protocol_page.hpp"
#include "support/test_server.hpp"

namespace signalbox::test::metrics_page_test {

namespace {

using Row = std::vector<std::string>;

/// `reason` for metric{reason="shutdown"} 0; classes of histograms aside.
std::string label_of(const std::string& sample) {
  const auto begin = sample.find('{');
  const auto end = sample.find('=');
  if (begin == std::string::npos || end == std::string::npos) return {};
  const std::string label = sample.substr(begin + 1, end - begin - 1);
  return label == "le" ? "" : label;
}

/// The rows that a page about these metrics has.
std::vector<Row> rows_of(const std::string& metrics) {
  std::vector<Row> rows;
  std::istringstream text(metrics);
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string sign;
    std::string kind;
    std::string name;
    std::string rest;
    words >> sign >> kind >> name >> std::ws;
    std::getline(words, rest);
    if (line.starts_with("# HELP ")) {
      rows.push_back({'`' + name + '`', "", "–", rest});
    } else if (line.starts_with("# TYPE ")) {
      rows.back()[1] = rest;
    } else if (const std::string label = label_of(line); !label.empty()) {
      rows.back()[2] = '`' + label + '`';
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("the page lists the metrics that there are", "[admin][metrics][docs]") {
  const TestServer server;
  const std::vector<Row> expected = rows_of(get(server.admin_port(), "/metrics").body);
  REQUIRE(expected.size() > 20);
  CHECK(table_of(read_source("docs/metrics.md"), {"metric", "type", "labels", "meaning"}) ==
        expected);
}

}  // namespace signalbox::test::metrics_page_test
