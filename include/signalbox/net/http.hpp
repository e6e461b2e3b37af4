// SPDX-License-Identifier: MIT
#pragma once

#include <boost/beast/http/status.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::net {

using HttpStatus = boost::beast::http::status;

/// One HTTP request's line and header (RFC 9112). Views are valid during the call.
class HttpRequest {
 public:
  virtual ~HttpRequest() = default;

  virtual std::string_view method() const = 0;
  /// Of the target, without the query; not decoded.
  virtual std::string_view path() const = 0;
  /// Of the target, behind the question mark; not decoded.
  virtual std::string_view query() const = 0;
  /// Empty where there is none. Names are compared without regard to case.
  virtual std::string_view header(std::string_view name) const = 0;

  /// Of a header that is a list of tokens, RFC 9110 section 5.6.1: those before the first fault.
  std::vector<std::string_view> tokens(std::string_view name) const;

  bool is_read() const { return method() == "GET" || method() == "HEAD"; }
};

/// What is answered. Content-Length, Date and Connection are added when it is sent; a HEAD's
/// answer is sent without the body.
struct HttpResponse {
  HttpStatus status = HttpStatus::ok;
  std::vector<std::pair<std::string, std::string>> headers{};
  /// Shared, so that a thousand slow readers of a file hold it once. Null if there is no body.
  std::shared_ptr<const std::string> body{};
};

}  // namespace signalbox::net
