// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "signalbox/base/counter.hpp"

namespace signalbox {

/// A bound that clients can reach.
enum class Limit : std::uint8_t {
  max_message,
  message_rate,
  error_burst,
  max_peers,
  login_rate,
  login_failure_rate,
  login_timeout,
  http_timeout,
  max_http_header,
  max_outbox,
  max_outbox_messages,
  max_outbox_memory,
  write_timeout,
  max_mail,
  max_mail_messages,
  max_mail_memory,
  max_detached,
  max_connections,
  max_connections_per_address,
  http_requests,
  open_files,
};

/// In the order of the enumerators: the options that set them. The last two have none: one is
/// fixed, one the system's.
inline constexpr std::array<std::string_view, 21> kLimitNames{
    "max-message",
    "message-rate",
    "error-burst",
    "max-peers",
    "login-rate",
    "login-failure-rate",
    "login-timeout",
    "http-timeout",
    "max-http-header",
    "max-outbox",
    "max-outbox-messages",
    "max-outbox-memory",
    "write-timeout",
    "max-mail",
    "max-mail-messages",
    "max-mail-memory",
    "max-detached",
    "max-connections",
    "max-connections-per-address",
    "http-requests",
    "open-files",
};

/// How often each limit was hit. One thread counts, any thread reads.
class LimitHits {
 public:
  void add(Limit limit) { counters_[static_cast<std::size_t>(limit)].add(); }
  std::uint64_t read(Limit limit) const {
    return counters_[static_cast<std::size_t>(limit)].read();
  }

 private:
  std::array<Counter, kLimitNames.size()> counters_;
};

}  // namespace signalbox
