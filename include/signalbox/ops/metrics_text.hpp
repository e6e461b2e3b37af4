// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "signalbox/base/histogram.hpp"

namespace signalbox {

/// Metrics in Prometheus' text format, version 0.0.4: each is begun, and its samples follow. What
/// it is given must need no escaping.
class MetricsText {
 public:
  enum class Type : std::uint8_t { counter, gauge, histogram };

  /// `help` is a sentence for the operator.
  void begin(std::string_view name, Type type, std::string_view help);

  void sample(double value);
  void sample(std::string_view label, std::string_view label_value, double value);
  /// Of a histogram; in seconds.
  void samples(const Histogram::Bounds& bounds, const Histogram::Reading& reading);

  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

}  // namespace signalbox
