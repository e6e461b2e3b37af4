// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "app/admin/access.hpp"
#include "app/admin/metrics_sources.hpp"
#include "app/admin/session_directory.hpp"
#include "signalbox/net/client_port.hpp"
#include "signalbox/net/static_files.hpp"

namespace signalbox::app {

/// What the operator's port answers, docs/admin.md. Runs on a thread of its own, which may wait for
/// the clients' threads; those never wait for it.
class AdminPort final : public net::ClientPort {
 public:
  struct Parts {
    MetricsSources sources;
    Access access;
    std::filesystem::path dashboard;  ///< empty: it is not installed
    std::function<void()> drain;      ///< as Application::drain
  };

  /// What the sources name must outlive the port.
  explicit AdminPort(Parts parts);

  net::HttpResponse respond(const net::HttpRequest& request) override;

  bool has_web_socket_at(std::string_view) const override { return false; }
  std::optional<net::HttpResponse> refuse_web_socket(const net::HttpRequest&) const override {
    return std::nullopt;
  }
  net::WebSocketHandler& open(net::WebSocket& socket) override;
  void on_tick(TimePoint) override {}
  void on_wake() override {}

 private:
  net::HttpResponse read(const net::HttpRequest& request);
  net::HttpResponse change(const net::HttpRequest& request);
  net::HttpResponse health() const;
  net::HttpResponse readiness() const;
  net::HttpResponse list_sessions(std::string_view query) const;
  /// `key` is an id or a username as it stands in the path. False: there is no such session.
  SessionId find_session(std::string_view key, std::string_view query) const;
  net::HttpResponse show_session(std::string_view key, std::string_view query) const;
  net::HttpResponse kick_session(std::string_view key, std::string_view query) const;
  net::HttpResponse begin_drain() const;
  net::HttpResponse validate(std::string_view query) const;

  Parts parts_;
  SessionDirectory sessions_;
  std::optional<net::StaticFiles> dashboard_;
};

}  // namespace signalbox::app
