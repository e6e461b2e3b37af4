// SPDX-License-Identifier: MIT
#include "net/make_poller.hpp"

#include "net/asio_poller.hpp"
#include "net/epoll_poller.hpp"

namespace signalbox::net {

std::unique_ptr<Poller> make_poller(PollerKind kind, boost::asio::io_context& io) {
#ifdef __linux__
  if (kind == PollerKind::epoll) return std::make_unique<EpollPoller>(io);
#endif
  return std::make_unique<AsioPoller>(io);
}

}  // namespace signalbox::net
