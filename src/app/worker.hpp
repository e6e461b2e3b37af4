// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/ice_servers.hpp"
#include "app/mailbox.hpp"
#include "app/session.hpp"
#include "app/waiting_sessions.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/drain_plan.hpp"
#include "signalbox/base/limits.hpp"
#include "signalbox/base/slot_table.hpp"
#include "signalbox/dialect/dialect.hpp"
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
    Routes& routes;
    net::Shard& shard;
    const Router& router;
    const IceServers& ice_servers;
    /// A test's clock is its own.
    std::function<TimePoint()> now = Clock::now;
  };

  Worker(std::uint16_t number, Parts parts, std::unique_ptr<dialect::Dialect> dialect);

  net::HttpResponse respond(const net::HttpRequest& request) override;
  bool has_web_socket_at(std::string_view path) const override;
  net::WebSocketHandler& open(net::WebSocket& socket) override;
  void on_tick(TimePoint now) override;
  void on_wake() override;

  /// Tells all clients that they will have to connect elsewhere, and when.
  void announce_drain(const DrainPlan& plan);

  /// This thread: the event for one of its sessions.
  void receive(SessionId to, const domain::Event& event) const;

  /// Any thread: the same, later. False: too much is waiting.
  bool post(SessionId to, const domain::Event& event);

  /// Null: there is none, or it lives elsewhere.
  Session* find(SessionId id) const;

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
  const Limits& limits() const { return parts_.limits; }
  const IceServers& ice_servers() const { return parts_.ice_servers; }
  domain::Hub& hub() const { return parts_.hub; }
  dialect::Dialect& dialect() const { return *dialect_; }
  /// A message is put together here before it is sent.
  std::string& scratch() { return scratch_; }

 private:
  std::uint16_t number_;
  Parts parts_;
  std::unique_ptr<dialect::Dialect> dialect_;
  SlotTable<Session> sessions_;
  WaitingSessions waiting_;
  Mailbox mailbox_;
  std::string scratch_;
};

}  // namespace signalbox::app
