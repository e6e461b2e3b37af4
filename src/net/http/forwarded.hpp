// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "signalbox/base/reverse_proxies.hpp"
#include "signalbox/net/http.hpp"

namespace signalbox::net::http {

/// Who sends a request: `peer`, or, where that is a trusted proxy, whom it names in X-Forwarded-For
/// or else in Forwarded (RFC 7239). Of those named, the last that is not trusted itself; what
/// stands before it may be made up.
boost::asio::ip::tcp::endpoint client_of(const HttpRequest& request,
                                         const boost::asio::ip::tcp::endpoint& peer,
                                         const ReverseProxies& proxies);

}  // namespace signalbox::net::http
