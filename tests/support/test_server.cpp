// SPDX-License-Identifier: MIT
#include "support/test_server.hpp"

#include <utility>

namespace signalbox::test {

std::ostream& operator<<(std::ostream& out, const ServerKind& kind) {
  return out << (kind.poller == net::PollerKind::epoll ? "epoll" : "asio") << ", " << kind.threads
             << " threads";
}

Settings test_settings() { return test_settings(2); }

Settings test_settings(unsigned threads) {
  Settings settings;
  settings.listen = {{"127.0.0.1", 0}};
  settings.admin_listen = Endpoint{"127.0.0.1", 0};
  settings.threads = threads;
  return settings;
}

TestServer::TestServer(Settings settings, net::PollerKind poller)
    : app_(with_page(std::move(settings)), poller),
      run_(std::async(std::launch::async, [this] { app_.run(); })) {}

TestServer::~TestServer() {
  app_.stop();
  run_.wait();
}

bool TestServer::has_stopped(std::chrono::milliseconds patience) {
  return run_.wait_for(patience) == std::future_status::ready;
}

Settings TestServer::with_page(Settings settings) const {
  if (settings.web_root.empty()) {
    page_.write("index.html", "<!doctype html><title>test</title>");
    settings.web_root = page_.path();
  }
  return settings;
}

}  // namespace signalbox::test
