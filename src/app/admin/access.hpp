// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "signalbox/net/http.hpp"

namespace signalbox::app {

/// Decides which requests may use the operator's port: those that show the token or, where there is
/// none, all. A browser reaches this computer's ports for any page that it shows, so its requests
/// must be the operator's own.
class Access {
 public:
  /// An empty token is none.
  explicit Access(std::string token) : token_(std::move(token)) {}

  /// The answer to a request that is not allowed. Returns nullopt if it is.
  std::optional<net::HttpResponse> refuse(const net::HttpRequest& request) const;

 private:
  bool shows_token(const net::HttpRequest& request) const;

  std::string token_;
};

}  // namespace signalbox::app
