// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "signalbox/net/http.hpp"

namespace signalbox::net::http {

/// The status line and header of `response` as they go over the wire, without the body.
std::string header_of(const HttpResponse& response, bool keep_alive);

/// A short answer in plain text.
HttpResponse text_response(HttpStatus status, std::string text);

}  // namespace signalbox::net::http
