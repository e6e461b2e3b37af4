// SPDX-License-Identifier: MIT
// A client's message goes to the session that its own calls or, for an offer, the registry name.
// Each side keeps its own list of calls, so a session's end can be told to those who have a call
// with it, and to nobody else. What the other side must know goes through the sink and may arrive
// after the call is over there: the attempt numbers of `Calls` tell an answer that is late from one
// that counts.
#include "signalbox/domain/hub.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "domain/username.hpp"
#include "signalbox/base/close_reason.hpp"

namespace signalbox::domain {
namespace {

/// What both hear of a call that its one side has not answered before it had to make way: one of
/// the words of CloseReasonEntry.
constexpr std::string_view kNotAnswered = "timeout";

/// An offer or an answer makes two clients each other's peers.
bool connects(Signal signal) { return signal == Signal::offer || signal == Signal::answer; }

/// The call that `event` should have begun has not come about, and nothing that could begin it is
/// on its way. An overload is different: there may have been a call before, and it goes on.
bool begins_no_call(const Participant& sender, const Event& event) {
  if (event.kind != Event::Kind::undeliverable || !connects(event.signal)) return false;
  if (event.error == ErrorCode::unavailable || event.attempt == 0) return false;
  const CallPeer* const call = sender.calls.find(event.from);
  return call != nullptr && call->attempts == event.attempt;
}

/// A name that nobody can have may be as long as a message, and is not repeated.
Fault unavailable(std::string_view username) {
  if (!is_valid_username(username)) return {Fault::Kind::nobody_may_have_it};
  return {Fault::Kind::nobody_has_name, std::string(username)};
}

}  // namespace

std::optional<Fault> Hub::check_logged_in(const Participant& sender) {
  if (!sender.username.empty()) return std::nullopt;
  return Fault{Fault::Kind::not_logged_in};
}

std::optional<Fault> Hub::handle(Participant& sender, const Login& command) {
  if (!sender.username.empty()) {
    return Fault{Fault::Kind::already_logged_in, sender.username};
  }
  if (!is_valid_username(command.username)) return Fault{Fault::Kind::username_invalid};
  if (!is_valid_realm(command.realm)) return Fault{Fault::Kind::realm_invalid};
  const Realm realm = realms_.enter(command.realm);
  auto fault = claim_or_evict(sender, realm, command.username);
  if (sender.username.empty()) realms_.leave(realm);
  return fault;
}

std::optional<Fault> Hub::claim_or_evict(Participant& sender, Realm realm,
                                         std::string_view username) {
  if (claim(sender, realm, username)) return std::nullopt;
  if (on_duplicate_.load(std::memory_order_relaxed) == OnDuplicate::reject) {
    return Fault{Fault::Kind::username_taken, std::string(username)};
  }
  evict(sender, realm, username);
  return std::nullopt;
}

bool Hub::claim(Participant& sender, Realm realm, std::string_view username) {
  if (!registry_.insert(realm, username, sender.id)) return false;
  sender.realm = realm;
  sender.username = username;
  return true;
}

/// The name is not simply taken: the other one's peers must hear of its end before they hear
/// anything of the new one.
void Hub::evict(Participant& sender, Realm realm, std::string_view username) {
  do {
    const SessionId owner = registry_.find(realm, username);
    if (!owner) continue;  // has left just now
    sender.waits_for_name = true;
    sink_.deliver(owner, Event{.kind = Event::Kind::evicted, .from = sender.id});
    // From another thread `vacated` comes later; from this one it has come already.
    if (sender.waits_for_name) return;
  } while (!claim(sender, realm, username));
}

std::optional<Fault> Hub::handle(Participant& sender, const Logout& /*command*/) {
  if (auto fault = check_logged_in(sender)) return fault;
  leave(sender, describe(CloseReason::client_closed).to_peers);
  return std::nullopt;
}

std::optional<Fault> Hub::handle(Participant& sender, const Relay& command) {
  if (auto fault = check_logged_in(sender)) return fault;
  const CallPeer* known = command.to ? sender.calls.find(*command.to) : sender.calls.current();
  if (known == nullptr && !command.to) return Fault{Fault::Kind::no_current_peer};
  const std::string_view addressee = command.to ? *command.to : std::string_view(known->username);
  SessionId to = known != nullptr ? known->id : SessionId{};
  // Somebody else may have the name by now; an offer begins anew and is meant for whoever has it.
  if (!to || command.signal == Signal::offer) to = registry_.find(sender.realm, addressee);
  if (!to) return unavailable(addressee);
  if (to == sender.id) return Fault{Fault::Kind::own_name};
  if (connects(command.signal) && !connect(sender, to, addressee)) {
    return Fault{Fault::Kind::too_many_calls, std::to_string(most_peers())};
  }
  const std::uint8_t attempt = connects(command.signal) ? sender.calls.attempt(to) : 0;
  sink_.deliver(to, Event{.signal = command.signal,
                          .attempt = attempt,
                          .from = sender.id,
                          .username = sender.username,
                          .addressee = addressee,
                          .payload = command.payload,
                          .id = command.id,
                          .wants_ack = command.wants_ack});
  if (command.signal == Signal::close) disconnect(sender, to);
  return std::nullopt;
}

bool Hub::receive(Participant& receiver, const Event& event) {
  switch (event.kind) {
    case Event::Kind::vanished:
      return disconnect(receiver, event.from);
    case Event::Kind::over:
      // An offer of the other side has met the close on its way, and is no call there any more.
      return receiver.calls.is_unattempted(event.from) && disconnect(receiver, event.from);
    case Event::Kind::undeliverable:
      // The other side knows of no call, and so tells no end of it.
      if (begins_no_call(receiver, event) && !behind(receiver, event)) {
        disconnect(receiver, event.from);
      }
      return true;
    case Event::Kind::acknowledged:
      return true;
    case Event::Kind::displaced:
      return event.from == receiver.id || close_call(receiver, event.from);
    case Event::Kind::evicted:
      return false;
    case Event::Kind::vacated:
      receiver.waits_for_name = false;
      return false;
    case Event::Kind::signal:
      break;
  }
  if (event.signal == Signal::close) close_call(receiver, event.from);
  if (connects(event.signal) && !connect(receiver, event.from, event.username)) {
    bounce(receiver.id, event, ErrorCode::busy);
    return false;
  }
  if (connects(event.signal)) receiver.calls.hear_of(event.from);
  return true;
}

/// Returns false if this one has a part in as many calls as it may have. Those that it was only
/// called for make way.
bool Hub::connect(Participant& self, SessionId other, std::string_view username) {
  const std::size_t before = self.calls.size();
  if (!self.calls.connect(other, username, most_peers())) {
    if (self.calls.oldest_unanswered() == nullptr) return false;
    displace(self);
    return connect(self, other, username);
  }
  if (self.calls.size() != before) calls_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

/// Returns false if there is no such call.
bool Hub::disconnect(Participant& self, SessionId other) {
  if (!self.calls.disconnect(other)) return false;
  calls_.fetch_sub(1, std::memory_order_relaxed);
  return true;
}

/// If all clients together have more calls than the server has memory for, a client may still have
/// a few.
std::uint32_t Hub::most_peers() const {
  const std::uint32_t most = most_peers_.load(std::memory_order_relaxed);
  return calls() < kMostCalls ? most : std::min(most, kFewPeers);
}

/// Both clients are told. What crosses on the way is dealt with as if this one had closed the call.
void Hub::displace(Participant& self) {
  const CallPeer caller = *self.calls.oldest_unanswered();
  disconnect(self, caller.id);
  Event event{.kind = Event::Kind::displaced,
              .from = self.id,
              .username = caller.username,
              .payload = kNotAnswered};
  sink_.deliver(self.id, event);
  event.username = self.username;
  sink_.deliver(caller.id, event);
}

/// The other side has made a call, and has forgotten it before this side's own offer or answer
/// came: its client was told of a call, and hears no end of it from there any more.
std::optional<Event> Hub::behind(const Participant& receiver, const Event& event) {
  if (!begins_no_call(receiver, event) || !receiver.calls.find(event.from)->is_heard_of) {
    return std::nullopt;
  }
  return Event{.kind = Event::Kind::vanished,
               .from = event.from,
               .username = event.username,
               .payload = describe(CloseReason::connection_lost).to_peers};
}

/// The other side has closed it. On another thread an offer to it may still be on its way, which it
/// would take for a new call: it is told behind that.
/// Returns false if there was none.
bool Hub::close_call(Participant& receiver, SessionId other) {
  if (!disconnect(receiver, other)) return false;
  if (other.shard == receiver.id.shard) return true;
  sink_.deliver(
      other, Event{.kind = Event::Kind::over, .from = receiver.id, .username = receiver.username});
  return true;
}

void Hub::bounce(SessionId to, const Event& event, ErrorCode error) {
  if (event.kind == Event::Kind::evicted) return vacate(to, event.from);
  if (event.kind != Event::Kind::signal) return;
  // The sender may forget the call whose username this is a view of.
  const std::string addressee(event.addressee);
  sink_.deliver(event.from, Event{.kind = Event::Kind::undeliverable,
                                  .signal = event.signal,
                                  .error = error,
                                  .attempt = event.attempt,
                                  .from = to,
                                  .username = addressee,
                                  .id = event.id});
}

void Hub::acknowledge(SessionId receiver, const Event& event, bool is_queued) {
  if (!event.wants_ack) return;
  sink_.deliver(event.from, Event{.kind = Event::Kind::acknowledged,
                                  .from = receiver,
                                  .id = event.id,
                                  .is_queued = is_queued});
}

void Hub::vacate(SessionId from, SessionId newcomer) {
  sink_.deliver(newcomer, Event{.kind = Event::Kind::vacated, .from = from});
}

void Hub::leave(Participant& self, std::string_view reason) {
  if (self.username.empty()) return;
  // The name is freed last: the next one's offer must not overtake this one's end.
  const std::vector<CallPeer> others = self.calls.take_all();
  calls_.fetch_sub(others.size(), std::memory_order_relaxed);
  for (const CallPeer& other : others) {
    sink_.deliver(other.id, Event{.kind = Event::Kind::vanished,
                                  .from = self.id,
                                  .username = self.username,
                                  .payload = reason});
  }
  registry_.erase(self.realm, self.username, self.id);
  realms_.leave(std::exchange(self.realm, Realm::standard));
  self.username.clear();
}

}  // namespace signalbox::domain
