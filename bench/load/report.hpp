// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "histogram.hpp"

namespace signalbox::bench {

/// One number with its names: `key` for programs, `label` and `unit` for people.
struct Figure {
  std::string key;
  std::string label;
  double value = 0;
  std::string unit;
};

/// The figures of one measurement.
using Row = std::vector<Figure>;

/// Adds p50, p99, p99.9 and the longest, in microseconds; `key` is their prefix.
void add_latency(Row& row, const std::string& key, const std::string& label,
                 const Histogram& histogram);

/// What a run prints: `settings` say what was asked for.
struct Report {
  std::string mode;
  std::string server;
  std::vector<std::pair<std::string, std::string>> settings;
  std::vector<Row> rows;
};

/// {"mode":..., "server":..., "settings":{...}, "rows":[{key: value}]} on one line.
std::string as_json(const Report& report);

/// A line a figure.
std::string as_table(const Report& report);

}  // namespace signalbox::bench
