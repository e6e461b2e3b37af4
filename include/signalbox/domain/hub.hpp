// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "signalbox/base/limits.hpp"
#include "signalbox/base/on_duplicate.hpp"
#include "signalbox/domain/command.hpp"
#include "signalbox/domain/event.hpp"
#include "signalbox/domain/fault.hpp"
#include "signalbox/domain/participant.hpp"
#include "signalbox/domain/peer_sink.hpp"
#include "signalbox/domain/realms.hpp"
#include "signalbox/domain/registry.hpp"

namespace signalbox::domain {

/// What signaling is: who is logged in, who has a call with whom, and who hears what of it.
///
/// Any thread, each with the peers that are its own. Whatever one peer must learn of another goes
/// through the sink to the other's thread, so calls need no lock; the registry has its own.
class Hub {
 public:
  /// Of all clients, before those that have more than a few may have no more of them: 250 MB.
  static constexpr std::size_t kMostCalls = 1'000'000;
  static constexpr std::uint32_t kFewPeers = 8;

  Hub(PeerSink& sink, const Limits& limits, OnDuplicate on_duplicate = OnDuplicate::reject)
      : sink_(sink), most_peers_(limits.peers), on_duplicate_(on_duplicate) {}

  /// From now on; calls that are more than `limits` allow stay.
  void set_policy(const Limits& limits, OnDuplicate on_duplicate) {
    most_peers_.store(limits.peers, std::memory_order_relaxed);
    on_duplicate_.store(on_duplicate, std::memory_order_relaxed);
  }

  /// These carry out what the client `sender` asks for. They return nullopt if it is done.

  /// The login may leave the sender waiting for its name, and is to be handled again once that is
  /// over.
  std::optional<Fault> handle(Participant& sender, const Login& command);
  std::optional<Fault> handle(Participant& sender, const Logout& command);
  std::optional<Fault> handle(Participant& sender, const Relay& command);

  /// Why a client that is not logged in may ask for nothing but a login; nullopt if it is.
  static std::optional<Fault> check_logged_in(const Participant& sender);

  /// Takes in what another session caused. Returns true if the client is to be told of it.
  bool receive(Participant& receiver, const Event& event);

  /// Behind `event`, which it has taken in, the client is to be told of this, too.
  static std::optional<Event> behind(const Participant& receiver, const Event& event);

  /// The sink could not deliver to session `to`. Tells the sender why; it may have gone, too.
  void bounce(SessionId to, const Event& event, ErrorCode error);

  /// Tells the sender of `event` that session `receiver` has it, if it asked to be told.
  void acknowledge(SessionId receiver, const Event& event, bool is_queued);

  /// Session `from`, which session `newcomer` has evicted, is over.
  void vacate(SessionId from, SessionId newcomer);

  /// The client's session is over: its name is free, its peers hear `reason`.
  void leave(Participant& self, std::string_view reason);

  std::size_t logged_in() const { return registry_.size(); }

  /// Each counts for each of its two sides.
  std::size_t calls() const { return calls_.load(std::memory_order_relaxed); }

  /// How many realms they are in, beside the standard one.
  std::size_t realms() const { return realms_.size(); }

  /// The name of the realm that it is in. Returns an empty name if that is the standard one, or it
  /// is not logged in.
  std::string realm_of(const Participant& self) const { return realms_.name_of(self.realm); }

  /// An id without a session: nobody is logged in with that name.
  SessionId find(std::string_view realm, std::string_view username) const {
    const auto known = realms_.find(realm);
    return known ? registry_.find(*known, username) : SessionId{};
  }

 private:
  std::optional<Fault> claim_or_evict(Participant& sender, Realm realm, std::string_view username);
  bool claim(Participant& sender, Realm realm, std::string_view username);
  void evict(Participant& sender, Realm realm, std::string_view username);
  bool connect(Participant& self, SessionId other, std::string_view username);
  void displace(Participant& self);
  bool close_call(Participant& receiver, SessionId other);
  bool disconnect(Participant& self, SessionId other);
  std::uint32_t most_peers() const;

  PeerSink& sink_;
  std::atomic<std::uint32_t> most_peers_;
  std::atomic<OnDuplicate> on_duplicate_;
  std::atomic<std::size_t> calls_{0};
  Realms realms_;
  Registry registry_;
};

}  // namespace signalbox::domain
