// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/ice_servers.hpp"
#include "app/login_throttle.hpp"
#include "app/mailbox.hpp"
#include "app/session/session.hpp"
#include "app/session/waiting_sessions.hpp"
#include "app/worker_metrics.hpp"
#include "signalbox/auth/authenticator.hpp"
#include "signalbox/auth/webhooks.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/drain_plan.hpp"
#include "signalbox/base/limits.hpp"
#include "signalbox/base/line_limit.hpp"
#include "signalbox/base/slot_table.hpp"
#include "signalbox/dialect/dialect.hpp"
#include "signalbox/dialect/native.hpp"
#include "signalbox/domain/delivery.hpp"
#include "signalbox/domain/hub.hpp"
#include "signalbox/net/client_port.hpp"
#include "signalbox/net/shard.hpp"

namespace signalbox::app {

class Router;
class Routes;

/// One shard's share of the application: its sessions, its dialect, its mailbox. The shard's
/// thread, but for `post`.
class Worker final : public net::ClientPort {
 public:
  /// What all workers share, and what is this one's; all of it must outlive the worker.
  struct Parts {
    const Limits& limits;
    domain::Hub& hub;
    LoginThrottle& logins;
    LoginThrottle& failed_logins;
    std::shared_ptr<const auth::Authenticator> authenticator;
    auth::Webhooks& webhooks;
    Routes& routes;
    net::Shard& shard;
    const Router& router;
    std::shared_ptr<const IceServers> ice_servers;
    std::size_t most_mail;  ///< bytes that may wait for this worker's sessions together
    /// A test's clock is its own.
    std::function<TimePoint()> now = Clock::now;
  };

  Worker(std::uint16_t number, Parts parts, std::unique_ptr<dialect::Dialect> dialect);

  net::HttpResponse respond(const net::HttpRequest& request) override;
  bool has_web_socket_at(std::string_view path) const override;
  Welcome welcome(const net::HttpRequest& request) const override;
  net::WebSocketHandler& open(net::WebSocket& socket) override;
  void on_tick(TimePoint now) override;
  void on_wake() override;

  /// Tells all clients that they will have to connect elsewhere, and when.
  void announce_drain(const DrainPlan& plan);
  /// The same, and from now on nobody gets in.
  void begin_drain(const DrainPlan& plan) {
    is_draining_ = true;
    announce_drain(plan);
  }
  bool is_draining() const { return is_draining_; }

  /// What a running server can change. Immutable, for all workers.
  struct Policy {
    Limits limits;
    std::size_t most_mail;     ///< of Parts
    std::size_t most_waiting;  ///< of the shard
    dialect::NativeGreeting greeting;
    std::shared_ptr<const IceServers> ice_servers;
    std::shared_ptr<const auth::Authenticator> authenticator;
  };
  void set_policy(const Policy& policy);

  /// Asks the application's server about a session's login; the session hears of the verdict.
  void ask(SessionId id, const auth::LoginQuestion& question) const;

  /// Once the shard has stopped: the application's server hears of all who have not left before.
  void tell_ends();

  /// This thread: the event for one of its sessions.
  void receive(SessionId to, const domain::Event& event) const;

  /// Any thread: the same, later. Returns false if too much is waiting.
  bool post(SessionId to, const domain::Event& event);

  /// Returns null if there is none, or it lives elsewhere.
  Session* find(SessionId id) const;

  /// Visits the sessions in up to `count` slots from slot `from` on. Which slot to go on with; 0:
  /// that was all.
  template <class Visit>
  std::uint32_t visit(std::uint32_t from, std::uint32_t count, Visit visit) const {
    return sessions_.visit(from, count, visit);
  }

  /// Gives a session another id: what is on its way to the old one finds nobody.
  SessionId renew(SessionId id);

  /// Destroys a session.
  void forget(SessionId id);

  /// With those whose clients are away.
  std::size_t sessions() const { return sessions_.size(); }

  TimePoint now() const { return parts_.now(); }
  net::Shard& shard() const { return parts_.shard; }
  const Router& router() const { return parts_.router; }
  WaitingSessions& waiting() { return waiting_; }
  const WaitingSessions& waiting() const { return waiting_; }
  /// Whether one more line about a session may be written at `info`.
  bool takes_line();
  WorkerMetrics& metrics() { return metrics_; }
  const WorkerMetrics& metrics() const { return metrics_; }
  const Limits& limits() const { return parts_.limits; }
  const IceServers& ice_servers() const { return *parts_.ice_servers; }
  domain::Hub& hub() const { return parts_.hub; }
  LoginThrottle& logins() const { return parts_.logins; }
  LoginThrottle& failed_logins() const { return parts_.failed_logins; }
  const std::shared_ptr<const auth::Authenticator>& authenticator() const {
    return parts_.authenticator;
  }
  auth::Webhooks& webhooks() const { return parts_.webhooks; }
  domain::MailTotal& mail() { return mail_; }
  std::size_t most_mail() const { return parts_.most_mail; }

  /// One message of `size` bytes more would be too much for all sessions together.
  bool has_full_mail(std::size_t size) const {
    return mail_.bytes() + size + domain::Delivery::kOverhead > parts_.most_mail;
  }
  /// Makes room in it: those whose addresses have most of it give theirs up, the largest first,
  /// until a part is free or it would be the turn of session `receiver`. Returns false if there is
  /// none.
  bool free_mail(SessionId receiver);

  /// More sessions wait for their clients than may.
  void end_excess_waiting();
  dialect::Dialect& dialect() const { return *dialect_; }
  /// A message is put together here before it is sent.
  std::string& scratch() { return scratch_; }

 private:
  void on_verdict(SessionId id, const auth::LoginQuestion& question,
                  const auth::Verdict& verdict) const;

  std::uint16_t number_;
  Parts parts_;
  std::unique_ptr<dialect::Dialect> dialect_;
  domain::MailTotal mail_;  ///< of the sessions, which count it down when they end
  SlotTable<Session> sessions_;
  WaitingSessions waiting_;
  bool is_draining_ = false;
  Mailbox mailbox_;
  WorkerMetrics metrics_;
  LineLimit lines_{/*rate=*/100, /*burst=*/1000};
  std::string scratch_;
  SessionId refused_receiver_;  ///< of `free_mail`: it had most itself
  TimePoint next_freeing_{};    ///< for that one
};

}  // namespace signalbox::app
