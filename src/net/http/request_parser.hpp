// SPDX-License-Identifier: MIT
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <cstddef>
#include <string_view>

#include "signalbox/net/http.hpp"

namespace signalbox::net::http {

/// A request as Beast has parsed it.
class ParsedRequest final : public HttpRequest {
 public:
  std::string_view method() const override { return message.method_string(); }
  std::string_view path() const override;
  std::string_view query() const override;
  std::string_view header(std::string_view name) const override { return message[name]; }

  /// HTTP/1.1 wants exactly one Host, RFC 9112 section 3.2.
  bool names_its_host() const;

  /// Each stands there once at most, RFC 6455 sections 11.3.1 and 11.3.5.
  bool repeats_key_or_version() const;

  boost::beast::http::request<boost::beast::http::empty_body> message;
};

/// What the front of a client's bytes is.
struct ParseResult {
  /// Bytes taken. 0 without an error: the header is not complete.
  std::size_t consumed = 0;
  /// `unknown`: go on. Otherwise the request is refused with this status and the connection ends.
  HttpStatus error_status = HttpStatus::unknown;
};

/// Reads one request without a body off the front of `bytes` into `request`. Does no I/O.
ParseResult parse_request(std::string_view bytes, std::size_t max_header, ParsedRequest& request);

}  // namespace signalbox::net::http
