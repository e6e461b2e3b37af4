// SPDX-License-Identifier: MIT
#include "signalbox/app/application.hpp"

#include <fmt/core.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <iterator>
#include <thread>
#include <utility>

#include "app/admin/admin_listener.hpp"
#include "app/admin/metrics_sources.hpp"
#include "app/authentication.hpp"
#include "app/draining.hpp"
#include "app/greeting.hpp"
#include "app/housekeeping.hpp"
#include "app/ice_servers.hpp"
#include "app/listen.hpp"
#include "app/load_tls.hpp"
#include "app/login_throttle.hpp"
#include "app/reload.hpp"
#include "app/router.hpp"
#include "app/routes.hpp"
#include "app/startup_summary.hpp"
#include "app/watchdog.hpp"
#include "app/web_root.hpp"
#include "app/worker.hpp"
#include "signalbox/dialect/native.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/net/acceptor.hpp"
#include "signalbox/net/address_census.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/net/shard_parts.hpp"
#include "signalbox/net/static_files.hpp"
#include "signalbox/ops/logging.hpp"
#include "signalbox/ops/open_files.hpp"
#include "signalbox/ops/supervisor.hpp"

namespace signalbox::app {

/// In the order in which they are built; they end in the opposite one.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): that order, not the smallest
struct Application::Parts {
  Parts(Settings the_settings, net::PollerKind poller, Reread reread);

  const Settings settings;  ///< as at the start
  net::StaticFiles files;
  Router router;
  LoginThrottle logins;
  LoginThrottle failed_logins;
  std::shared_ptr<const auth::Authenticator> authenticator;
  auth::Webhooks webhooks;
  net::AddressCensus census;
  std::vector<std::unique_ptr<net::Shard>> shards;
  boost::asio::signal_set signals;  ///< from before anybody can connect
  domain::Hub hub;
  Routes routes;
  std::shared_ptr<const net::TlsContext> tls;  ///< of the start
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<Listener> listeners;
  Draining draining;
  Housekeeping housekeeping;
  Supervisor supervisor;
  Watchdog watchdog;
  Reload reload;
  std::unique_ptr<AdminListener> admin;  ///< null: it is turned off

  // For the constructor, of what has been built by then.
  std::vector<std::unique_ptr<Worker>> make_workers();
  std::unique_ptr<AdminListener> make_admin(net::PollerKind poller);

  // These are the first shard's thread's.
  void wait_for_signal();
  void on_signal(int number);
  void begin_drain();
  /// Any thread.
  void post_drain();
  void begin_stop();
};

namespace {

std::vector<std::unique_ptr<net::Shard>> make_shards(const Settings& settings,
                                                     net::AddressCensus& census,
                                                     net::PollerKind poller) {
  std::vector<std::unique_ptr<net::Shard>> shards;
  shards.reserve(settings.threads);
  const std::size_t share = settings.limits.outbox_memory / settings.threads;
  for (unsigned i = 0; i < settings.threads; ++i) {
    shards.push_back(std::make_unique<net::Shard>(
        net::ShardParts{settings.limits, settings.proxies, census, settings.log_addresses}, share,
        poller));
  }
  return shards;
}

std::vector<Listener> make_listeners(boost::asio::io_context& io, const Settings& settings,
                                     const std::shared_ptr<const net::TlsContext>& tls) {
  std::vector<Listener> listeners;
  for (const Endpoint& endpoint : settings.listen) {
    std::ranges::move(listen(io, endpoint, settings.socket_access, tls),
                      std::back_inserter(listeners));
  }
  return listeners;
}

std::vector<net::Shard*> pointers(const std::vector<std::unique_ptr<net::Shard>>& shards) {
  std::vector<net::Shard*> all;
  all.reserve(shards.size());
  for (const auto& shard : shards) all.push_back(shard.get());
  return all;
}

}  // namespace

Application::Parts::Parts(Settings the_settings, net::PollerKind poller, Reread reread)
    : settings(std::move(the_settings)),
      files(find_web_root(settings.web_root)),
      logins(settings.limits.address_logins),
      failed_logins(settings.limits.address_login_failures),
      authenticator(make_authenticator(settings)),
      webhooks(make_webhook_policy(settings)),
      census(settings.limits.address_connections, settings.proxies),
      shards(make_shards(settings, census, poller)),
      signals(shards.front()->io(), SIGINT, SIGTERM, SIGHUP),
      hub(router, settings.limits, settings.on_duplicate),
      routes(files, settings.base_path, settings.allowed_origins),
      tls(load_tls(settings.tls)),
      workers(make_workers()),
      listeners(make_listeners(shards.front()->io(), settings, tls)),
      draining(shards.front()->io(), shards, workers),
      housekeeping(shards.front()->io(), workers),
      watchdog(shards, supervisor),
      reload(shards.front()->io(), settings, std::move(reread),
             {.hub = hub,
              .logins = logins,
              .failed_logins = failed_logins,
              .webhooks = webhooks,
              .census = census,
              .routes = routes,
              .workers = workers,
              .listeners = listeners,
              .tls = tls}),
      admin(make_admin(poller)) {
  router.connect(workers, hub);
}

std::vector<std::unique_ptr<Worker>> Application::Parts::make_workers() {
  std::vector<std::unique_ptr<Worker>> made;
  const dialect::NativeGreeting greeting = make_greeting(settings);
  const auto ice_servers = std::make_shared<const IceServers>(settings);
  for (std::uint16_t number = 0; auto& shard : shards) {
    const Worker::Parts shared{.limits = shard->limits(),
                               .hub = hub,
                               .logins = logins,
                               .failed_logins = failed_logins,
                               .authenticator = authenticator,
                               .webhooks = webhooks,
                               .routes = routes,
                               .shard = *shard,
                               .router = router,
                               .ice_servers = ice_servers,
                               .most_mail = settings.limits.mail_memory / settings.threads};
    made.push_back(std::make_unique<Worker>(number++, shared, dialect::make_native(greeting)));
  }
  return made;
}

std::unique_ptr<AdminListener> Application::Parts::make_admin(net::PollerKind poller) {
  if (!settings.admin_listen) return nullptr;
  const MetricsSources sources{.shards = shards,
                               .workers = workers,
                               .listeners = listeners,
                               .hub = hub,
                               .routes = routes,
                               .reload = reload,
                               .webhooks = webhooks};
  return std::make_unique<AdminListener>(
      settings, sources, [this] { post_drain(); }, poller);
}

void Application::Parts::wait_for_signal() {
  signals.async_wait([this](const boost::system::error_code& error, int number) {
    if (error) return;
    on_signal(number);
    wait_for_signal();
  });
}

void Application::Parts::on_signal(int number) {
  if (number == SIGHUP) return reload.run();
  // An operator who asks twice does not want to wait.
  if (number == SIGTERM && !draining.has_begun()) return begin_drain();
  begin_stop();
}

void Application::Parts::begin_drain() {
  supervisor.tell("STOPPING=1");
  routes.set_ready(false);
  for (auto& listener : listeners) listener.acceptor->close();
  draining.begin(reload.in_force().limits.drain_time, [this] { begin_stop(); });
}

void Application::Parts::post_drain() {
  boost::asio::post(shards.front()->io(), [this] { begin_drain(); });
}

void Application::Parts::begin_stop() {
  spdlog::info("stopping");
  supervisor.tell("STOPPING=1");
  routes.set_ready(false);
  for (auto& listener : listeners) listener.acceptor->close();
  for (auto& shard : shards) shard->stop();
  if (admin) admin->stop();
}

Application::Application(Settings settings, net::PollerKind poller, Reread reread)
    : parts_(std::make_unique<Parts>(std::move(settings), poller, std::move(reread))) {}

Application::~Application() = default;

void Application::check(const Settings& settings) {
  (void)net::StaticFiles(find_web_root(settings.web_root));
  (void)load_tls(settings.tls);
  (void)IceServers(settings);
  (void)make_authenticator(settings);
  (void)make_webhook_policy(settings);
  if (settings.admin_listen) AdminListener::check(settings);
}

void Application::run() {
  const LogInBackground background;
  // The reader of the log may go away; that must not end the server.
  (void)std::signal(SIGPIPE, SIG_IGN);
  const auto shards = pointers(parts_->shards);
  const bool asks = parts_->webhooks.decide() || parts_->webhooks.hear();
  const std::size_t places = spare_open_files(asks ? parts_->settings.limits.webhook_requests : 0);
  for (auto& listener : parts_->listeners) {
    listener.acceptor->start(
        shards, parts_->census,
        {.max_connections = parts_->settings.limits.connections, .open_files = places});
  }
  parts_->wait_for_signal();
  parts_->reload.watch_certificate();
  if (parts_->admin) parts_->admin->start();
  parts_->watchdog.start();
  parts_->housekeeping.start();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < shards.size(); ++i) {
      threads.emplace_back([this, i] {
        pthread_setname_np(pthread_self(), fmt::format("clients {}", i).c_str());
        parts_->shards[i]->run(*parts_->workers[i]);
      });
    }
    // A server is ready when all of its threads are there.
    log_startup(parts_->settings, endpoints(), admin_endpoint(), places);
    if (!parts_->supervisor.tell("READY=1")) {
      spdlog::warn("nobody hears at NOTIFY_SOCKET that the server is ready");
    }
    parts_->shards.front()->run(*parts_->workers.front());
  }
  for (const auto& worker : parts_->workers) worker->tell_ends();
  parts_->webhooks.finish();
  parts_->housekeeping.say_ends();
  spdlog::info("stopped");
}

void Application::drain() { parts_->post_drain(); }

void Application::stop() {
  boost::asio::post(parts_->shards.front()->io(), [this] { parts_->begin_stop(); });
}

void Application::reload() {
  boost::asio::post(parts_->shards.front()->io(), [this] { parts_->reload.run(); });
}

std::vector<Endpoint> Application::endpoints() const {
  std::vector<Endpoint> all;
  std::ranges::transform(parts_->listeners, std::back_inserter(all), &Listener::endpoint);
  return all;
}

std::optional<Endpoint> Application::admin_endpoint() const {
  if (!parts_->admin) return std::nullopt;
  return parts_->admin->endpoint();
}

std::size_t Application::connections() const {
  std::size_t sum = 0;
  for (const auto& shard : parts_->shards) sum += shard->connections();
  return sum;
}

std::size_t Application::logged_in() const { return parts_->hub.logged_in(); }

}  // namespace signalbox::app
