// SPDX-License-Identifier: MIT
#include "net/http/opening_request.hpp"

#include <boost/beast/http/rfc7230.hpp>
#include <string>
#include <string_view>

#include "signalbox/base/text/query_parameter.hpp"

namespace signalbox::net::http {
namespace {

std::string token_of(const HttpRequest& request) {
  if (auto token = query_parameter(request.query(), "token")) return std::move(*token);
  constexpr std::string_view kPrefix = "token.";
  const boost::beast::http::token_list offered(request.header("Sec-WebSocket-Protocol"));
  for (const std::string_view subprotocol : offered) {
    if (subprotocol.starts_with(kPrefix)) return std::string(subprotocol.substr(kPrefix.size()));
  }
  return {};
}

}  // namespace

OpeningRequest opening_request_of(const HttpRequest& request) {
  return {.token = token_of(request),
          .realm = query_parameter(request.query(), "realm").value_or("")};
}

}  // namespace signalbox::net::http
