// SPDX-License-Identifier: MIT
#include "signalbox/ops/metrics_text.hpp"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <iterator>

namespace signalbox {
namespace {

constexpr std::array<std::string_view, 3> kTypes{"counter", "gauge", "histogram"};

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

void MetricsText::begin(std::string_view name, Type type, std::string_view help) {
  name_ = name;
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name,
                 kTypes.at(static_cast<std::size_t>(type)));
}

void MetricsText::sample(double value) {
  fmt::format_to(std::back_inserter(text_), "{} {}\n", name_, value);
}

void MetricsText::sample(std::string_view label, std::string_view label_value, double value) {
  fmt::format_to(std::back_inserter(text_), "{}{{{}=\"{}\"}} {}\n", name_, label, label_value,
                 value);
}

void MetricsText::samples(const Histogram::Bounds& bounds, const Histogram::Reading& reading) {
  const auto out = std::back_inserter(text_);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    count += reading.counts[i];
    fmt::format_to(out, "{}_bucket{{le=\"{}\"}} {}\n", name_, seconds(bounds[i]), count);
  }
  count += reading.counts.back();
  fmt::format_to(out, "{}_bucket{{le=\"+Inf\"}} {}\n", name_, count);
  fmt::format_to(out, "{0}_sum {1}\n{0}_count {2}\n", name_,
                 seconds(std::chrono::microseconds(reading.microseconds)), count);
}

}  // namespace signalbox
