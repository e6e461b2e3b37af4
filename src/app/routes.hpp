// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
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

  /// What /readyz says from now on: whether new clients are welcome.
  void set_ready(bool ready) { ready_.store(ready, std::memory_order_relaxed); }

  static bool has_web_socket_at(std::string_view path) { return path == "/ws" || path == "/"; }

 private:
  net::HttpResponse readiness() const;
  net::HttpResponse not_found();

  net::StaticFiles& files_;
  std::atomic<bool> ready_{true};
};

}  // namespace signalbox::app
