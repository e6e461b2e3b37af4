// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox {

/// Why a connection or a session ended. The one source of the WebSocket close code, the word that
/// the client's peers hear, the log line and the counter.
enum class CloseReason : std::uint8_t {
  client_closed,
  client_left,
  connection_lost,
  http_done,
  login_timeout,
  ping_timeout,
  write_timeout,
  http_timeout,
  slow_client,
  too_many_errors,
  protocol_error,
  invalid_utf8,
  message_too_big,
  internal_error,
  replaced,
  kicked,
  token_expired,
  not_resumed,
  mail_full,
  drained,
  shutdown,
};

struct CloseReasonEntry {
  CloseReason reason;
  std::string_view label;     ///< in log lines and metrics
  std::uint16_t close_code;   ///< RFC 6455 section 7.4.1; 0: the connection ends without a frame
  std::string_view to_peers;  ///< `reason` in the `close` that the client's peers hear
  std::string_view text;      ///< the close frame's reason, for the client's developer
  bool is_resumable = false;  ///< a session may outlive a connection that ended so
};

/// In the order of the enumerators, so that the reason is the index.
inline constexpr std::array kCloseReasons{
    CloseReasonEntry{CloseReason::client_closed, "client_closed", 1000, "gone", ""},
    CloseReasonEntry{CloseReason::client_left, "client_left", 1001, "gone", "", true},
    CloseReasonEntry{CloseReason::connection_lost, "connection_lost", 0, "gone", "", true},
    CloseReasonEntry{CloseReason::http_done, "http_done", 0, "gone", ""},
    CloseReasonEntry{CloseReason::login_timeout, "login_timeout", 1008, "timeout",
                     R"(no login in time: send {"type":"login","username":...} first)"},
    CloseReasonEntry{CloseReason::ping_timeout, "ping_timeout", 0, "timeout", "", true},
    CloseReasonEntry{CloseReason::write_timeout, "write_timeout", 0, "timeout", "", true},
    CloseReasonEntry{CloseReason::http_timeout, "http_timeout", 0, "gone", ""},
    CloseReasonEntry{CloseReason::slow_client, "slow_client", 0, "timeout", "", true},
    CloseReasonEntry{CloseReason::too_many_errors, "too_many_errors", 1008, "gone",
                     "too many bad messages: see the errors sent before"},
    CloseReasonEntry{CloseReason::protocol_error, "protocol_error", 1002, "gone",
                     "not a valid WebSocket frame", true},
    CloseReasonEntry{CloseReason::invalid_utf8, "invalid_utf8", 1007, "gone",
                     "text frames must be UTF-8"},
    CloseReasonEntry{CloseReason::message_too_big, "message_too_big", 1009, "gone",
                     "message far over the size limit"},
    CloseReasonEntry{CloseReason::internal_error, "internal_error", 1011, "gone",
                     "a bug in the server: please report it"},
    CloseReasonEntry{CloseReason::replaced, "replaced", 4001, "replaced",
                     "another connection has taken this one's place"},
    CloseReasonEntry{CloseReason::kicked, "kicked", 4002, "kicked",
                     "the server's operator has ended this session"},
    CloseReasonEntry{CloseReason::token_expired, "token_expired", 4003, "gone",
                     "the token has expired: log in with a new one", true},
    CloseReasonEntry{CloseReason::not_resumed, "not_resumed", 0, "gone", ""},
    CloseReasonEntry{CloseReason::mail_full, "mail_full", 0, "gone", ""},
    CloseReasonEntry{CloseReason::drained, "drained", 1012, "shutdown",
                     "the server is going down: connect again"},
    CloseReasonEntry{CloseReason::shutdown, "shutdown", 1001, "shutdown",
                     "the server is going down"},
};

constexpr const CloseReasonEntry& describe(CloseReason reason) {
  return kCloseReasons[static_cast<std::size_t>(reason)];
}

/// The client itself has said goodbye.
constexpr bool is_clients_goodbye(CloseReason reason) {
  return reason == CloseReason::client_closed || reason == CloseReason::client_left;
}

}  // namespace signalbox
