// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace signalbox {

/// Every bound of the server with its default.
struct Limits {
  std::size_t message_bytes = 64U << 10U;  ///< one WebSocket message, over all its fragments
  /// Before its client has logged in: a token and what is around it.
  static constexpr std::size_t kBytesBeforeLogin = std::size_t{16} << 10U;
  std::size_t outbox_bytes = 256U << 10U;     ///< waiting to be sent to one client
  std::size_t outbox_memory = 256U << 20U;    ///< waiting for all clients that read slowly
  std::size_t http_header_bytes = 8U << 10U;  ///< one HTTP request's line and header
  std::uint32_t message_rate = 100;           ///< messages a second and client; 0: no limit
  std::uint32_t message_burst = 1000;         ///< messages a client may send at once
  std::uint32_t error_burst = 50;             ///< bad messages at once; one a second is forgiven
  std::uint32_t peers = 256;                  ///< peers one client may have calls with
  std::uint32_t outbox_messages = 1024;       ///< waiting to be sent to one client
  std::uint32_t connections = 1'000'000;      ///< over all threads
  std::uint32_t detached_sessions = 10'000;   ///< that wait for their clients, on each thread
  std::uint32_t mail_messages = 256;          ///< that one client has not acknowledged
  /// Of those, in bytes. Below the outbox's bound, because all of it may be sent again at once.
  std::size_t mail_bytes = 192U << 10U;
  std::size_t mail_memory = 256U << 20U;  ///< that all clients have not acknowledged
  std::uint32_t address_connections = 0;  ///< of one client address; 0: no limit
  std::uint32_t address_logins = 0;       ///< a minute and client address; 0: no limit
  /// Those that fail because of who the client says it is, a minute and address; 0: no limit.
  std::uint32_t address_login_failures = 60;
  std::uint32_t webhook_requests = 64;  ///< under way at a time

  std::chrono::milliseconds http_timeout{10'000};   ///< from connecting to a whole request
  std::chrono::milliseconds login_timeout{10'000};  ///< from the upgrade to a login
  std::chrono::milliseconds ping_interval{25'000};  ///< dead after two pings without an answer
  std::chrono::milliseconds write_timeout{10'000};  ///< a client must take something in this time
  std::chrono::milliseconds resume_window{30'000};  ///< for a client to come back; 0: none may
  std::chrono::milliseconds drain_time{10'000};     ///< from SIGTERM until nobody is left
  std::chrono::milliseconds turn_lifetime{86'400'000};  ///< of TURN credentials, from the login
  std::chrono::milliseconds webhook_timeout{5'000};     ///< for an answer, from the login on
  std::chrono::milliseconds close_timeout{1'000};  ///< for the other side of a closing handshake
};

}  // namespace signalbox
