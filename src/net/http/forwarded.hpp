// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "signalbox/base/reverse_proxies.hpp"
#include "signalbox/net/http.hpp"

namespace signalbox::net::http {

/// Returns the sender of a request. That is `peer`; if `peer` is a trusted proxy, it is the client
/// that it names in X-Forwarded-For or else in Forwarded (RFC 7239). If several are named, the last
/// one that is not trusted itself counts: what stands before it may be made up.
boost::asio::ip::tcp::endpoint client_of(const HttpRequest& request,
                                         const boost::asio::ip::tcp::endpoint& peer,
                                         const ReverseProxies& proxies);

}  // namespace signalbox::net::http
