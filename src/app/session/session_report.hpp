// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace signalbox::app {

/// What an operator is told of a session.
struct SessionReport {
  std::string id;
  std::string username;  ///< empty: not logged in
  std::string realm;     ///< empty: the standard one
  std::string address;   ///< the client's; empty: it is away
  std::chrono::seconds age{};
  std::uint32_t messages_in = 0;
  std::uint32_t messages_out = 0;
  std::size_t calls = 0;
  std::size_t unacknowledged = 0;  ///< messages that are kept for the client
};

}  // namespace signalbox::app
