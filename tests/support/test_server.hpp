// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>
#include <ostream>
#include <vector>

#include "signalbox/app/application.hpp"
#include "signalbox/net/poller_kind.hpp"
#include "signalbox/ops/settings.hpp"
#include "support/log_capture.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test {

/// A way to run the server that no client may notice.
struct ServerKind {
  net::PollerKind poller;
  unsigned threads;
};

inline constexpr std::array kServerKinds{
    ServerKind{net::PollerKind::epoll, 1}, ServerKind{net::PollerKind::epoll, 2},
    ServerKind{net::PollerKind::asio, 1}, ServerKind{net::PollerKind::asio, 2}};

std::ostream& operator<<(std::ostream& out, const ServerKind& kind);

/// Two threads, any free port of 127.0.0.1.
Settings test_settings();

/// As `test_settings`, with `threads` threads.
Settings test_settings(unsigned threads);

/// The whole server, in this process. Connections are spread over its threads in turn: the first
/// client is the first thread's, the second the second's.
class TestServer {
 public:
  /// Without a web root it serves a folder with an index.html and nothing else.
  explicit TestServer(Settings settings = test_settings(),
                      net::PollerKind poller = net::kBestPoller);
  explicit TestServer(const ServerKind& kind)
      : TestServer(test_settings(kind.threads), kind.poller) {}
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::uint16_t port() const { return app_.endpoints().front().port; }
  std::uint16_t admin_port() const { return app_.admin_endpoint()->port; }
  std::vector<Endpoint> endpoints() const { return app_.endpoints(); }
  std::size_t connections() const { return app_.connections(); }
  std::size_t logged_in() const { return app_.logged_in(); }
  const LogCapture& log() const { return log_; }

  void drain() { app_.drain(); }
  /// Returns at once; `has_stopped` says whether `run` has returned in the time given.
  void stop() { app_.stop(); }
  bool has_stopped(std::chrono::milliseconds patience);

 private:
  Settings with_page(Settings settings) const;

  LogCapture log_;
  TemporaryDirectory page_;
  app::Application app_;
  std::future<void> run_;
};

}  // namespace signalbox::test
