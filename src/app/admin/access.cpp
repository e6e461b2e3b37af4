// SPDX-License-Identifier: MIT
#include "app/admin/access.hpp"

#include <algorithm>

#include "app/admin/answers.hpp"
#include "signalbox/base/loopback.hpp"

namespace signalbox::app {
namespace {

/// `localhost` of localhost:8081.
std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  const auto bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon);
  return has_port ? host.substr(0, colon) : host;
}

/// A page of another site has made the browser ask.
bool is_foreign(const net::HttpRequest& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  const std::string_view origin = request.header("Origin");
  if (origin.empty()) return false;
  const auto scheme_end = origin.find("://");
  return scheme_end == std::string_view::npos ||
         origin.substr(scheme_end + 3) != request.header("Host");
}

/// Takes as long wherever the two differ.
bool is_equal(std::string_view left, std::string_view right) {
  unsigned difference = left.size() == right.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    difference |= static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right[i]);
  }
  return difference == 0;
}

}  // namespace

std::optional<net::HttpResponse> Access::refuse(const net::HttpRequest& request) const {
  if (!token_.empty()) {
    if (shows_token(request)) return std::nullopt;
    auto answer =
        error_answer(net::HttpStatus::unauthorized, "show the token: Authorization: Bearer TOKEN");
    answer.headers.emplace_back("WWW-Authenticate", "Bearer");
    return answer;
  }
  // A foreign site's name may be made to lead here, so that its pages could read the answers.
  if (!is_loopback(without_port(request.header("Host")))) {
    return error_answer(net::HttpStatus::forbidden,
                        "ask as localhost or 127.0.0.1: for other names there must be a token, see "
                        "--admin-token-file");
  }
  if (!request.is_read() && is_foreign(request)) {
    return error_answer(net::HttpStatus::forbidden, "this comes from another site's page");
  }
  return std::nullopt;
}

bool Access::shows_token(const net::HttpRequest& request) const {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view shown = request.header("Authorization");
  return shown.starts_with(kScheme) && is_equal(shown.substr(kScheme.size()), token_);
}

}  // namespace signalbox::app
