// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/net/acceptor.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// 127.0.0.1:8080, [::1]:8080, unix:/run/signalbox.sock; every address is an asterisk.
std::string text_of(const Endpoint& endpoint);

struct Listener {
  Endpoint endpoint;  ///< as bound
  std::unique_ptr<net::Acceptor> acceptor;
};

/// Binds `endpoint`, which `option` has named, or finds the sockets that systemd has bound;
/// `access` is for Unix sockets, and `tls` is null where clients speak without it. Throws
/// std::runtime_error that says what is in the way and what to do.
std::vector<Listener> listen(boost::asio::io_context& io, const Endpoint& endpoint,
                             const SocketAccess& access,
                             const std::shared_ptr<const net::TlsContext>& tls,
                             std::string_view option = "--listen");

}  // namespace signalbox::app
