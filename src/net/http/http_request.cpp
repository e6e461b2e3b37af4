// SPDX-License-Identifier: MIT
#include <boost/beast/http/rfc7230.hpp>

#include "signalbox/net/http.hpp"

namespace signalbox::net {

std::vector<std::string_view> HttpRequest::tokens(std::string_view name) const {
  const boost::beast::http::token_list list(header(name));
  return {list.begin(), list.end()};
}

}  // namespace signalbox::net
