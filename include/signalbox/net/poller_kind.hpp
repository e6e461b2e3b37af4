// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace signalbox::net {

/// How a shard learns which of its connections are ready.
enum class PollerKind : std::uint8_t {
  epoll,  ///< one epoll a shard, waited for inside its io_context: cheapest, Linux
  asio,   ///< Asio's async_wait on each descriptor: portable
};

#ifdef __linux__
inline constexpr PollerKind kBestPoller = PollerKind::epoll;
#else
inline constexpr PollerKind kBestPoller = PollerKind::asio;
#endif

}  // namespace signalbox::net
