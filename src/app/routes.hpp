// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "signalbox/net/http.hpp"
#include "signalbox/net/static_files.hpp"

namespace signalbox::app {

/// What is where on the server's port. Any thread.
class Routes {
 public:
  /// `files` must outlive this.
  explicit Routes(net::StaticFiles& files) : files_(files) {}

  net::HttpResponse respond(const net::HttpRequest& request);

  static bool has_web_socket_at(std::string_view path) { return path == "/ws" || path == "/"; }

 private:
  net::HttpResponse not_found();

  net::StaticFiles& files_;
};

}  // namespace signalbox::app
