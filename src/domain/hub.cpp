// SPDX-License-Identifier: MIT
#include "signalbox/domain/hub.hpp"

#include <string>

#include "domain/username.hpp"
#include "signalbox/base/close_reason.hpp"

namespace signalbox::domain {
namespace {

/// An offer or an answer makes two clients each other's peers.
bool connects(Signal signal) { return signal == Signal::offer || signal == Signal::answer; }

/// A name that nobody can have may be as long as a message, and is not repeated.
Failure unavailable(std::string_view username) {
  if (!is_valid_username(username)) {
    return {ErrorCode::user_unavailable, "otherUsername is none that anybody can have"};
  }
  return {ErrorCode::user_unavailable, "nobody is logged in as '" + std::string(username) + "'"};
}

}  // namespace

std::optional<Failure> Hub::handle(Peer& sender, const Command& command) {
  if (const auto* wanted = std::get_if<Login>(&command)) return login(sender, *wanted);
  if (sender.username.empty()) {
    return Failure{ErrorCode::not_logged_in,
                   R"(log in first: {"type":"login","username":"your name"})"};
  }
  if (const auto* wanted = std::get_if<Relay>(&command)) return relay(sender, *wanted);
  if (std::holds_alternative<Logout>(command)) {
    leave(sender, describe(CloseReason::client_closed).to_peers);
  }
  return std::nullopt;
}

std::optional<Failure> Hub::login(Peer& sender, const Login& command) {
  if (!sender.username.empty()) {
    return Failure{ErrorCode::already_logged_in, "this connection is logged in as '" +
                                                     sender.username +
                                                     "': open another one for another name"};
  }
  if (!is_valid_username(command.username)) {
    return Failure{ErrorCode::username_invalid,
                   "a username is 1 to 128 bytes of UTF-8 without control characters"};
  }
  if (claim(sender, command.username)) return std::nullopt;
  if (on_duplicate_ == OnDuplicate::reject) {
    return Failure{ErrorCode::username_taken,
                   "somebody is logged in as '" + std::string(command.username) +
                       "': choose another name, or close the other connection first"};
  }
  evict(sender, command.username);
  return std::nullopt;
}

bool Hub::claim(Peer& sender, std::string_view username) {
  if (!registry_.insert(Realm::standard, username, sender.id)) return false;
  sender.username = username;
  return true;
}

/// The name is not simply taken: the other one's peers must hear of its end before they hear
/// anything of the new one.
void Hub::evict(Peer& sender, std::string_view username) {
  do {
    const SessionId owner = registry_.find(Realm::standard, username);
    if (!owner) continue;  // has left just now
    sender.waits_for_name = true;
    sink_.deliver(owner, Event{.kind = Event::Kind::evicted, .from = sender.id});
    // From another thread `vacated` comes later; from this one it has come already.
    if (sender.waits_for_name) return;
  } while (!claim(sender, username));
}

std::optional<Failure> Hub::relay(Peer& sender, const Relay& command) {
  const CallPeer* known = command.to ? sender.calls.find(*command.to) : sender.calls.current();
  if (known == nullptr && !command.to) {
    return Failure{ErrorCode::invalid_message,
                   "whom is this for? Give otherUsername: there is no current peer"};
  }
  const std::string_view addressee = command.to ? *command.to : std::string_view(known->username);
  SessionId to = known != nullptr ? known->id : SessionId{};
  // Somebody else may have the name by now; an offer begins anew and is meant for whoever has it.
  if (!to || command.signal == Signal::offer) to = registry_.find(Realm::standard, addressee);
  if (!to) return unavailable(addressee);
  if (to == sender.id) {
    return Failure{ErrorCode::invalid_message, "otherUsername is your own username"};
  }
  if (connects(command.signal) && !sender.calls.connect(to, addressee, limits_.peers)) {
    return Failure{ErrorCode::busy, "you have " + std::to_string(limits_.peers) +
                                        " calls, as many as this server allows"};
  }
  if (connects(command.signal)) sender.calls.answer(to);
  sink_.deliver(to, Event{.signal = command.signal,
                          .from = sender.id,
                          .username = sender.username,
                          .addressee = addressee,
                          .payload = command.payload,
                          .id = command.id,
                          .wants_ack = command.wants_ack});
  if (command.signal == Signal::close) sender.calls.disconnect(to);
  return std::nullopt;
}

bool Hub::receive(Peer& receiver, const Event& event) {
  switch (event.kind) {
    case Event::Kind::vanished:
      return receiver.calls.disconnect(event.from);
    case Event::Kind::over:
      // An offer of the other side has met the close on its way, and is no call there any more.
      return receiver.calls.disconnect_unanswered(event.from);
    case Event::Kind::undeliverable:
      // The call that it should have begun has not come about, so no end of it will be heard. An
      // overload is different: there may have been a call before, and it goes on.
      if (connects(event.signal) && event.error != ErrorCode::unavailable) {
        receiver.calls.disconnect(event.from);
      }
      return true;
    case Event::Kind::acknowledged:
      return true;
    case Event::Kind::evicted:
      return false;
    case Event::Kind::vacated:
      receiver.waits_for_name = false;
      return false;
    case Event::Kind::signal:
      break;
  }
  if (event.signal == Signal::close) close_call(receiver, event.from);
  if (connects(event.signal) &&
      !receiver.calls.connect(event.from, event.username, limits_.peers)) {
    bounce(receiver.id, event, ErrorCode::busy);
    return false;
  }
  return true;
}

/// The other side has closed it. On another thread an offer to it may still be on its way, which it
/// would take for a new call: it is told behind that.
void Hub::close_call(Peer& receiver, SessionId other) {
  if (!receiver.calls.disconnect(other) || other.shard == receiver.id.shard) return;
  sink_.deliver(
      other, Event{.kind = Event::Kind::over, .from = receiver.id, .username = receiver.username});
}

void Hub::bounce(SessionId to, const Event& event, ErrorCode error) {
  if (event.kind == Event::Kind::evicted) return vacate(to, event.from);
  if (event.kind != Event::Kind::signal) return;
  // The sender may forget the call whose username this is a view of.
  const std::string addressee(event.addressee);
  sink_.deliver(event.from, Event{.kind = Event::Kind::undeliverable,
                                  .signal = event.signal,
                                  .error = error,
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

void Hub::leave(Peer& peer, std::string_view reason) {
  if (peer.username.empty()) return;
  // The name is freed last: the next one's offer must not overtake this one's end.
  for (const CallPeer& other : peer.calls.take_all()) {
    sink_.deliver(other.id, Event{.kind = Event::Kind::vanished,
                                  .from = peer.id,
                                  .username = peer.username,
                                  .payload = reason});
  }
  registry_.erase(Realm::standard, peer.username, peer.id);
  peer.username.clear();
}

}  // namespace signalbox::domain
