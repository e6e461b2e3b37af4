// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "signalbox/domain/command.hpp"

namespace signalbox::dialect::native {

inline constexpr std::string_view kLogin = "login";
inline constexpr std::string_view kLogout = "logout";
inline constexpr std::string_view kPing = "ping";
inline constexpr std::string_view kIceServers = "iceServers";

/// The types of relayed messages, in the order of domain::Signal.
inline constexpr std::array<std::string_view, 5> kSignalWords{"offer", "answer", "candidate",
                                                              "close", "message"};

constexpr std::string_view word_of(domain::Signal signal) {
  return kSignalWords[static_cast<std::size_t>(signal)];
}

constexpr std::optional<domain::Signal> signal_of(std::string_view word) {
  const auto* const found = std::ranges::find(kSignalWords, word);
  if (found == kSignalWords.end()) return std::nullopt;
  return static_cast<domain::Signal>(found - kSignalWords.begin());
}

}  // namespace signalbox::dialect::native
