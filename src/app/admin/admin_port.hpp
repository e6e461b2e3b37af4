// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

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
  Welcome welcome(const net::HttpRequest&) const override { return {}; }
  net::WebSocketHandler& open(net::WebSocket& socket) override;
  void on_tick(TimePoint) override {}
  void on_wake() override {}

 private:
  /// A path of one session.
  struct SessionPath {
    bool is_user = false;  ///< `key` is a username, otherwise it is an id
    std::string_view key;  ///< as it stands in the path
    bool is_kick = false;
  };

  static std::optional<SessionPath> parse_session_path(std::string_view path);

  net::HttpResponse read(const net::HttpRequest& request);
  net::HttpResponse change(const net::HttpRequest& request);
  net::HttpResponse health() const;
  net::HttpResponse readiness() const;
  net::HttpResponse list_sessions(std::string_view query) const;
  SessionId find_session(const SessionPath& path, std::string_view query) const;
  net::HttpResponse show_session(SessionId id) const;
  net::HttpResponse kick_session(SessionId id) const;
  net::HttpResponse begin_drain() const;
  net::HttpResponse validate(std::string_view query) const;

  Parts parts_;
  SessionDirectory sessions_;
  std::optional<net::StaticFiles> dashboard_;
};

}  // namespace signalbox::app
