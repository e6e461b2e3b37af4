// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "signalbox/net/http.hpp"
#include "signalbox/net/static_files.hpp"

namespace signalbox::app {

/// What is where on the server's port. Any thread.
class Routes {
 public:
  /// `files` must outlive this. `base` stands before every path: empty, or like /signal.
  explicit Routes(net::StaticFiles& files, std::string base = {})
      : files_(files), base_(std::move(base)) {}

  net::HttpResponse respond(const net::HttpRequest& request);

  /// What /readyz says from now on: whether new clients are welcome.
  void set_ready(bool ready) { ready_.store(ready, std::memory_order_relaxed); }

  bool has_web_socket_at(std::string_view path) const;

 private:
  net::HttpResponse respond_below(const net::HttpRequest& request);
  net::HttpResponse readiness() const;
  net::HttpResponse not_found();
  std::shared_ptr<const std::string> below_base(std::string page) const;

  net::StaticFiles& files_;
  std::string base_;
  std::atomic<bool> ready_{true};
};

}  // namespace signalbox::app
