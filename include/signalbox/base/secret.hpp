// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// 128 bits that nobody can guess.
class Secret {
 public:
  /// From the operating system. Throws std::runtime_error if it has none to give.
  static Secret random();

  /// The secret that `text` gives. Returns nullopt if it gives none.
  static std::optional<Secret> parse(std::string_view text);

  /// 32 hexadecimal digits.
  std::string text() const;

  /// Takes as long wherever the two differ, so that no answer's time tells how much was right.
  friend bool operator==(const Secret& left, const Secret& right);

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace signalbox
