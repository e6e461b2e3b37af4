// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace signalbox::bench {
namespace {

/// What is quoted here comes from flags and holds no control characters.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string printed(const char* format, double value) {
  std::array<char, 64> text{};
  (void)std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

/// Three digits that mean something, and no more behind the point than that needs.
std::string readable(double value) {
  const double size = std::abs(value);
  return printed(size >= 100 || value == std::floor(value) ? "%.0f"
                 : size >= 10                              ? "%.1f"
                                                           : "%.2f",
                 value);
}

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1000;
}

}  // namespace

void add_latency(Row& row, const std::string& key, const std::string& label,
                 const Histogram& histogram) {
  row.push_back({key + "_p50_us", label + ", half of them within",
                 microseconds(histogram.percentile(0.5)), "us"});
  row.push_back(
      {key + "_p99_us", label + ", 99 % within", microseconds(histogram.percentile(0.99)), "us"});
  row.push_back({key + "_p999_us", label + ", 99.9 % within",
                 microseconds(histogram.percentile(0.999)), "us"});
  row.push_back({key + "_max_us", label + ", longest", microseconds(histogram.longest()), "us"});
}

std::string as_json(const Report& report) {
  std::string out = R"({"mode":)" + quoted(report.mode) + R"(,"server":)" + quoted(report.server) +
                    R"(,"settings":{)";
  for (const auto& [key, value] : report.settings) {
    if (out.back() != '{') out += ',';
    out += quoted(key) + ':' + quoted(value);
  }
  out += R"(},"rows":[)";
  for (const Row& row : report.rows) {
    out += out.back() == '[' ? "{" : ",{";
    for (const Figure& figure : row) {
      if (out.back() != '{') out += ',';
      out += quoted(figure.key) + ':' + printed("%.10g", figure.value);
    }
    out += '}';
  }
  return out + "]}\n";
}

std::string as_table(const Report& report) {
  std::string out = report.mode + " on " + report.server;
  for (const auto& [key, value] : report.settings)
    out.append(", ").append(key).append(" ").append(value);
  out += '\n';
  std::size_t width = 0;
  for (const Row& row : report.rows) {
    for (const Figure& figure : row) width = std::max(width, figure.label.size());
  }
  for (const Row& row : report.rows) {
    if (report.rows.size() > 1) out += '\n';
    for (const Figure& figure : row) {
      const std::string value = readable(figure.value);
      out += "  " + figure.label + std::string(width + 2 - figure.label.size(), ' ') +
             std::string(value.size() < 10 ? 10 - value.size() : 0, ' ') + value + " " +
             figure.unit + '\n';
    }
  }
  return out;
}

}  // namespace signalbox::bench
