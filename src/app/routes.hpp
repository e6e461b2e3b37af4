// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signalbox/net/http.hpp"
#include "signalbox/net/static_files.hpp"

namespace signalbox::app {

/// What is where on the server's port. Any thread.
class Routes {
 public:
  /// `files` must outlive this. `base` stands before every path: empty, or like /signal.
  /// `origins` as for `set_origins`.
  explicit Routes(net::StaticFiles& files, std::string base = {},
                  std::vector<std::string> origins = {})
      : files_(files), base_(std::move(base)), origins_(std::move(origins)) {}

  net::HttpResponse respond(const net::HttpRequest& request);

  /// What /readyz says from now on: whether new clients are welcome.
  void set_ready(bool ready) { ready_.store(ready, std::memory_order_relaxed); }
  bool is_ready() const { return ready_.load(std::memory_order_relaxed); }

  bool has_web_socket_at(std::string_view path) const;
  std::string web_socket_path() const { return base_ + "/ws"; }

  /// From now on WebSockets are for pages of these, or of any if there are none.
  void set_origins(std::vector<std::string> origins);

  /// Whether pages of that origin may connect; empty: a client that is no browser.
  bool allows(std::string_view origin) const;

  /// What a request for a WebSocket is answered instead of that. Returns nullopt if it is welcome.
  std::optional<net::HttpResponse> refuse_web_socket(const net::HttpRequest& request) const;

 private:
  net::HttpResponse respond_below(const net::HttpRequest& request);
  net::HttpResponse readiness() const;
  net::HttpResponse not_found();
  std::shared_ptr<const std::string> below_base(std::string page) const;

  net::StaticFiles& files_;
  std::string base_;
  mutable std::mutex mutex_;  ///< of `origins_`: taken once a connection
  std::vector<std::string> origins_;
  std::atomic<bool> ready_{true};
};

}  // namespace signalbox::app
