// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "net/poller.hpp"
#include "signalbox/net/poller_kind.hpp"

namespace signalbox::net {

std::unique_ptr<Poller> make_poller(PollerKind kind, boost::asio::io_context& io);

}  // namespace signalbox::net
