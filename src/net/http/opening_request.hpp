// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/net/http.hpp"
#include "signalbox/net/web_socket.hpp"

namespace signalbox::net::http {

/// `?realm=`; and as the token of a client that cannot put it into its login `?token=`, or a
/// subprotocol that begins with `token.`.
OpeningRequest opening_request_of(const HttpRequest& request);

}  // namespace signalbox::net::http
