// SPDX-License-Identifier: MIT
#include "signalbox/app/application.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iterator>
#include <thread>
#include <utility>

#include "app/draining.hpp"
#include "app/greeting.hpp"
#include "app/ice_servers.hpp"
#include "app/listen.hpp"
#include "app/load_tls.hpp"
#include "app/router.hpp"
#include "app/routes.hpp"
#include "app/startup_summary.hpp"
#include "app/web_root.hpp"
#include "app/worker.hpp"
#include "signalbox/dialect/native.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/net/acceptor.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/net/static_files.hpp"

namespace signalbox::app {

/// In the order in which they are built; they end in the opposite one.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): that order, not the smallest
struct Application::Parts {
  Parts(Settings the_settings, net::PollerKind poller);

  Settings settings;
  dialect::NativeGreeting greeting;
  IceServers ice_servers;
  net::StaticFiles files;
  Router router;
  std::vector<std::unique_ptr<net::Shard>> shards;
  domain::Hub hub;
  Routes routes;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<Listener> listeners;
  Draining draining;
  boost::asio::signal_set signals;

  // These are the first shard's thread's.
  void wait_for_signal();
  void begin_drain();
  void begin_stop();
};

namespace {

std::vector<std::unique_ptr<net::Shard>> make_shards(const Settings& settings,
                                                     net::PollerKind poller) {
  std::vector<std::unique_ptr<net::Shard>> shards;
  shards.reserve(settings.threads);
  for (unsigned i = 0; i < settings.threads; ++i) {
    shards.push_back(std::make_unique<net::Shard>(settings.limits, settings.proxies, poller));
  }
  return shards;
}

std::vector<net::Shard*> pointers(const std::vector<std::unique_ptr<net::Shard>>& shards) {
  std::vector<net::Shard*> all;
  all.reserve(shards.size());
  for (const auto& shard : shards) all.push_back(shard.get());
  return all;
}

}  // namespace

Application::Parts::Parts(Settings the_settings, net::PollerKind poller)
    : settings(std::move(the_settings)),
      greeting(make_greeting(settings)),
      ice_servers(settings),
      files(find_web_root(settings.web_root)),
      shards(make_shards(settings, poller)),
      hub(router, settings.limits, settings.on_duplicate),
      routes(files, settings.base_path),
      draining(shards.front()->io(), shards, workers),
      signals(shards.front()->io(), SIGINT, SIGTERM) {
  for (std::uint16_t number = 0; auto& shard : shards) {
    const Worker::Parts shared{.limits = settings.limits,
                               .hub = hub,
                               .routes = routes,
                               .shard = *shard,
                               .router = router,
                               .ice_servers = ice_servers};
    workers.push_back(std::make_unique<Worker>(number++, shared, dialect::make_native(greeting)));
  }
  router.connect(workers, hub);
  const auto tls = load_tls(settings.tls);
  for (const Endpoint& endpoint : settings.listen) {
    std::ranges::move(listen(shards.front()->io(), endpoint, settings.socket_access, tls),
                      std::back_inserter(listeners));
  }
}

void Application::Parts::wait_for_signal() {
  signals.async_wait([this](const boost::system::error_code& error, int number) {
    if (error) return;
    // Who asks twice does not want to wait.
    if (number == SIGTERM && !draining.has_begun()) {
      begin_drain();
    } else {
      begin_stop();
    }
    wait_for_signal();
  });
}

void Application::Parts::begin_drain() {
  routes.set_ready(false);
  for (auto& listener : listeners) listener.acceptor->close();
  draining.begin(settings.limits.drain_time, [this] { begin_stop(); });
}

void Application::Parts::begin_stop() {
  spdlog::info("stopping");
  routes.set_ready(false);
  for (auto& listener : listeners) listener.acceptor->close();
  for (auto& shard : shards) shard->stop();
}

Application::Application(Settings settings, net::PollerKind poller)
    : parts_(std::make_unique<Parts>(std::move(settings), poller)) {}

Application::~Application() = default;

void Application::run() {
  // Who reads the log may go away; that must not end the server.
  (void)std::signal(SIGPIPE, SIG_IGN);
  const auto shards = pointers(parts_->shards);
  for (auto& listener : parts_->listeners) {
    listener.acceptor->start(shards, parts_->settings.limits.connections);
  }
  parts_->wait_for_signal();
  log_startup(parts_->settings, endpoints());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < shards.size(); ++i) {
      threads.emplace_back([this, i] { parts_->shards[i]->run(*parts_->workers[i]); });
    }
    parts_->shards.front()->run(*parts_->workers.front());
  }
  spdlog::info("stopped");
}

void Application::drain() {
  boost::asio::post(parts_->shards.front()->io(), [this] { parts_->begin_drain(); });
}

void Application::stop() {
  boost::asio::post(parts_->shards.front()->io(), [this] { parts_->begin_stop(); });
}

std::vector<Endpoint> Application::endpoints() const {
  std::vector<Endpoint> all;
  std::ranges::transform(parts_->listeners, std::back_inserter(all), &Listener::endpoint);
  return all;
}

std::size_t Application::connections() const {
  std::size_t sum = 0;
  for (const auto& shard : parts_->shards) sum += shard->connections();
  return sum;
}

std::size_t Application::logged_in() const { return parts_->hub.logged_in(); }

}  // namespace signalbox::app
