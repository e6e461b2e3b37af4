// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "app/file_watch.hpp"
#include "app/ice_servers.hpp"
#include "app/listen.hpp"
#include "app/login_throttle.hpp"
#include "app/routes.hpp"
#include "app/worker.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/net/address_census.hpp"
#include "signalbox/net/tls_context.hpp"
#include "signalbox/ops/changes.hpp"
#include "signalbox/ops/settings.hpp"

namespace signalbox::app {

/// Changes settings while the server runs: all of what was read, or nothing. One thread, that of
/// `io`; each worker learns of it on its own thread.
class Reload {
 public:
  /// Reads the settings again. Throws std::exception with a sentence for the operator.
  using Read = std::function<Settings()>;
  using Workers = std::vector<std::unique_ptr<Worker>>;
  using Listeners = std::vector<Listener>;

  /// What learns of it; all of it must outlive `io`'s last turn.
  struct Parts {
    domain::Hub& hub;
    LoginThrottle& logins;
    LoginThrottle& failed_logins;
    auth::Webhooks& webhooks;
    net::AddressCensus& census;
    Routes& routes;
    const Workers& workers;
    const Listeners& listeners;
    std::shared_ptr<const net::TlsContext> tls;  ///< null: none
  };

  Reload(boost::asio::io_context& io, Settings in_force, Read read, Parts parts);

  /// From now on the certificate is read again when its files have changed, and once a day, for
  /// which session tickets get another key.
  void watch_certificate();

  /// Reads everything again. What is wrong with it goes to the log.
  void run();

  const Settings& in_force() const { return in_force_; }

  /// Any thread: how often everything, or the certificate, was read again and could be used.
  const Counter& successes() const { return successes_; }
  /// And could not.
  const Counter& failures() const { return failures_; }

 private:
  void attempt(void (Reload::*step)(), std::string_view otherwise);
  void renew();
  void renew_certificate();
  void use(std::shared_ptr<const net::TlsContext> tls);
  void tell_workers(std::shared_ptr<const IceServers> ice_servers,
                    std::shared_ptr<const auth::Authenticator> authenticator);

  boost::asio::steady_timer timer_;
  Settings in_force_;
  Read read_;
  Parts parts_;
  FileWatch watch_;
  TimePoint keys_end_;  ///< of the session tickets, with the TLS context
  Counter successes_;
  Counter failures_;
};

}  // namespace signalbox::app
