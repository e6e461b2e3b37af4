// SPDX-License-Identifier: MIT
#include "app/reload.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <utility>

#include "app/authentication.hpp"
#include "app/greeting.hpp"
#include "app/load_tls.hpp"
#include "signalbox/net/shard.hpp"
#include "signalbox/ops/logging.hpp"

namespace signalbox::app {
namespace {

constexpr std::chrono::seconds kBetweenLooks{2};
/// Of the session tickets' keys. Browsers resume within it. A thief who takes a key from the
/// server's memory can read at most what was said in two days.
constexpr std::chrono::hours kLifeOfKeys{24};

std::vector<std::filesystem::path> files_of(const TlsFiles& tls) {
  if (!tls.are_named()) return {};
  return {tls.certificate, tls.key};
}

void log_changes(const Changes& changes) {
  for (const auto& change : changes.taken) spdlog::info("reload: {}", change);
  for (const auto& change : changes.for_restart) {
    spdlog::warn("reload: {}; that needs a restart", change);
  }
  if (changes.taken.empty() && changes.for_restart.empty()) {
    spdlog::info("reload: no option has changed");
  }
}

}  // namespace

Reload::Reload(boost::asio::io_context& io, Settings in_force, Read read, Parts parts)
    : timer_(io),
      in_force_(std::move(in_force)),
      read_(std::move(read)),
      parts_(std::move(parts)),
      watch_(files_of(in_force_.tls)),
      keys_end_(Clock::now() + kLifeOfKeys) {}

void Reload::watch_certificate() {
  timer_.expires_after(kBetweenLooks);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    const bool is_old = parts_.tls && Clock::now() >= keys_end_;
    // Also where it fails: once a day is often enough to say so.
    if (is_old) keys_end_ = Clock::now() + kLifeOfKeys;
    if (watch_.look() || is_old)
      attempt(&Reload::renew_certificate, "the former certificate stays");
    watch_certificate();
  });
}

void Reload::run() { attempt(&Reload::renew, "all settings stay as they are"); }

void Reload::attempt(void (Reload::*step)(), std::string_view otherwise) {
  try {
    (this->*step)();
    successes_.add();
  } catch (const std::exception& error) {
    failures_.add();
    spdlog::error("reload: {}: {}", otherwise, error.what());
  }
}

void Reload::renew() {
  Settings next = in_force_;
  const Changes changes = take_over(next, read_ ? read_() : in_force_);
  // Before it is read: what changes meanwhile is found by the next look.
  FileWatch watch(files_of(next.tls));
  auto tls = load_tls(next.tls, parts_.tls.get());
  const auto ice_servers = std::make_shared<const IceServers>(next);
  auto authenticator = make_authenticator(next);
  auto webhook_policy = make_webhook_policy(next);

  // From here on nothing can fail.
  // The operator may have set another one meanwhile, which goes on holding.
  if (next.log_level != in_force_.log_level) set_log_level(next.log_level);
  in_force_ = std::move(next);
  watch_ = std::move(watch);
  use(std::move(tls));
  const Limits& limits = in_force_.limits;
  parts_.hub.set_policy(limits, in_force_.on_duplicate);
  parts_.logins.set_rate(limits.address_logins);
  parts_.failed_logins.set_rate(limits.address_login_failures);
  parts_.webhooks.set_policy(std::move(webhook_policy));
  parts_.census.set_most(limits.address_connections);
  parts_.routes.set_origins(in_force_.allowed_origins);
  for (const auto& listener : parts_.listeners) {
    listener.acceptor->set_max_connections(limits.connections);
  }
  tell_workers(ice_servers, std::move(authenticator));
  log_changes(changes);
}

void Reload::renew_certificate() { use(load_tls(in_force_.tls, parts_.tls.get())); }

void Reload::use(std::shared_ptr<const net::TlsContext> tls) {
  if (tls) spdlog::info("reload: the certificate is good {}", validity(*tls));
  for (const auto& listener : parts_.listeners) listener.acceptor->set_tls(tls);
  parts_.tls = std::move(tls);
  keys_end_ = Clock::now() + kLifeOfKeys;
}

void Reload::tell_workers(std::shared_ptr<const IceServers> ice_servers,
                          std::shared_ptr<const auth::Authenticator> authenticator) {
  const Limits& limits = in_force_.limits;
  const auto policy = std::make_shared<const Worker::Policy>(
      Worker::Policy{.limits = limits,
                     .most_mail = limits.mail_memory / in_force_.threads,
                     .most_waiting = limits.outbox_memory / in_force_.threads,
                     .greeting = make_greeting(in_force_),
                     .ice_servers = std::move(ice_servers),
                     .authenticator = std::move(authenticator)});
  for (const auto& worker : parts_.workers) {
    boost::asio::post(worker->shard().io(),
                      [told = worker.get(), policy] { told->set_policy(*policy); });
  }
}

}  // namespace signalbox::app
