// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/base/error_code.hpp"
#include "signalbox/base/histogram.hpp"
#include "signalbox/base/limit_hits.hpp"
#include "signalbox/dialect/dialect.hpp"

namespace signalbox::app {

/// What a client's message turned out to be: one of domain::Signal in its order, or another.
inline constexpr std::array<std::string_view, 10> kMessageTypes{
    "offer", "answer", "candidate", "close",      "message",
    "login", "logout", "ping",      "iceServers", "refused"};
inline constexpr std::size_t kRefusedMessage = 9;

inline std::size_t type_of(const dialect::Request& request) {
  /// Of a variant's alternative; Relay's says itself which.
  constexpr std::array<std::size_t, std::variant_size_v<dialect::Request>> kTypes{5, 6, 0, 7, 8};
  if (const auto* relay = std::get_if<domain::Relay>(&request)) {
    return static_cast<std::size_t>(relay->signal);
  }
  return kTypes[request.index()];
}

/// How a login ends that does not fail.
enum class LoginResult : std::uint8_t {
  begun,        ///< a new session
  resumed,      ///< an earlier one
  not_resumed,  ///< a new one, though the client asked for an earlier
};
inline constexpr std::array<std::string_view, 3> kLoginResults{"new", "resumed", "not_resumed"};

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

/// People answer calls, some at once, some after a while.
inline constexpr Histogram::Bounds kAnswerBounds{50ms, 100ms, 250ms, 500ms, 1s,  2s,   3s,  5s,
                                                 10s,  15s,   20s,   30s,   60s, 120s, 300s};

/// What a worker counts. Its thread counts, any thread reads.
struct WorkerMetrics {
  Gauge sessions;
  std::array<Counter, kCloseReasons.size()> session_ends;
  std::array<Counter, kCloseReasons.size()> ends_without_login;  ///< of those
  Counter lines_left_out;  ///< of the log, about sessions: they came too fast
  std::array<Counter, kMessageTypes.size()> messages;
  Counter messages_sent;
  std::array<Counter, kLoginResults.size()> logins;
  std::array<Counter, kErrorCodes.size()> login_errors;
  std::array<Counter, kErrorCodes.size()> errors;  ///< told to clients, those of logins too
  LimitHits limit_hits;                            ///< of those that no error tells apart
  Histogram answer_time{kAnswerBounds};            ///< of calls: from the first offer to its answer
};

}  // namespace signalbox::app
