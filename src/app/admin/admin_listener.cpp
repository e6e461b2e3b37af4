// SPDX-License-Identifier: MIT
#include "app/admin/admin_listener.hpp"

#include <fmt/core.h>
#include <pthread.h>

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <utility>

#include "app/listen.hpp"
#include "app/secret_file.hpp"
#include "app/web_root.hpp"

namespace signalbox::app {
namespace {

constexpr std::size_t kMostConnections = 64;

std::string read_token(const std::filesystem::path& path) {
  constexpr std::string_view kOption = "--admin-token-file";
  constexpr std::string_view kAdvice = "`openssl rand -hex 16` makes a token";
  constexpr std::size_t kShortest = 16;
  std::string token = read_secret_file(kOption, path, kAdvice);
  if (path.empty() || token.size() >= kShortest) return token;
  throw std::runtime_error(
      fmt::format("{} {}: a token of less than {} characters can be guessed. {}", kOption,
                  path.string(), kShortest, kAdvice));
}

}  // namespace

AdminListener::AdminListener(const Settings& settings, const MetricsSources& sources,
                             std::function<void()> drain, net::PollerKind poller)
    : shard_({limits_, proxies_, census_, settings.log_addresses}, limits_.outbox_memory, poller),
      port_({.sources = sources,
             .access = Access(read_token(settings.admin_token_file)),
             .dashboard = find_dashboard(),
             .drain = std::move(drain)}),
      // Only systemd hands over more than one socket, and not for this.
      listener_(std::move(listen(shard_.io(), *settings.admin_listen, settings.admin_socket_access,
                                 /*tls=*/nullptr, "--admin-listen")
                              .front())) {}

void AdminListener::check(const Settings& settings) { (void)read_token(settings.admin_token_file); }

void AdminListener::start() {
  net::Shard* const shard = &shard_;
  listener_.acceptor->start({&shard, 1}, census_, {.max_connections = kMostConnections});
  thread_ = std::jthread([this] {
    pthread_setname_np(pthread_self(), "admin");
    shard_.run(port_);
  });
}

void AdminListener::stop() {
  boost::asio::post(shard_.io(), [this] { listener_.acceptor->close(); });
  shard_.stop();
}

}  // namespace signalbox::app
