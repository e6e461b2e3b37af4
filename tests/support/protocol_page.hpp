// SPDX-License-Identifier: MIT
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/generated_file.hpp"

namespace signalbox::test {

/// The reference that users read, for tests that hold it to what the server does.
inline std::string read_protocol_page() {
  std::string text = read_source("docs/protocol.md");
  if (text.empty()) throw std::runtime_error("no docs/protocol.md");
  return text;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// One fenced block of the kind `signaling`.
struct ProtocolExample {
  std::size_t line = 0;  ///< of the page, where it begins
  std::vector<std::string> steps;
};

inline std::vector<ProtocolExample> examples_of(const std::string& page) {
  std::vector<ProtocolExample> examples;
  bool is_inside = false;
  const auto lines = lines_of(page);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] == "```signaling") {
      is_inside = true;
      examples.push_back({i + 1, {}});
    } else if (lines[i] == "```") {
      is_inside = false;
    } else if (is_inside && !lines[i].empty()) {
      examples.back().steps.push_back(lines[i]);
    }
  }
  return examples;
}

/// The cells of a table's row, without the spaces around them; nothing for other lines.
inline std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  if (!line.starts_with('|')) return cells;
  line.remove_prefix(1);
  for (auto end = line.find('|'); end != std::string_view::npos; end = line.find('|')) {
    const std::string_view cell = line.substr(0, end);
    const auto first = cell.find_first_not_of(' ');
    cells.emplace_back(first == std::string_view::npos
                           ? std::string_view()
                           : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    line.remove_prefix(end + 1);
  }
  return cells;
}

/// The rows, without its head, of the table whose head begins with these cells.
inline std::vector<std::vector<std::string>> table_of(const std::string& page,
                                                      const std::vector<std::string>& head) {
  std::vector<std::vector<std::string>> rows;
  bool is_inside = false;
  for (const auto& line : lines_of(page)) {
    auto cells = cells_of(line);
    if (cells == head) {
      is_inside = true;
    } else if (cells.empty()) {
      is_inside = false;
    } else if (is_inside && !cells.front().starts_with("---")) {
      rows.push_back(std::move(cells));
    }
  }
  return rows;
}

}  // namespace signalbox::test
