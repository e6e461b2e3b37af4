// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/native/sentences.hpp"
#include "signalbox/domain/hub.hpp"

namespace signalbox::test {

/// An event that outlives the call it came with.
struct Letter {
  SessionId to;
  domain::Event event;
  std::string username;
  std::string addressee;
  std::string payload;
  std::string id;

  domain::Event read() const {
    domain::Event copy = event;
    copy.username = username;
    copy.addressee = addressee;
    copy.payload = payload;
    copy.id = id;
    return copy;
  }
};

inline std::string word_of(domain::Signal signal) {
  constexpr std::array kWords{"offer", "answer", "candidate", "close", "message"};
  return kWords.at(static_cast<std::size_t>(signal));
}

inline std::string show(const domain::Event& event) {
  const std::string word = word_of(event.signal);
  const std::string username(event.username);
  const std::string payload = event.payload.empty() ? "" : " " + std::string(event.payload);
  switch (event.kind) {
    case domain::Event::Kind::signal:
      return word + payload + " from " + username;
    case domain::Event::Kind::vanished:
      return username + " vanished:" + payload;
    case domain::Event::Kind::displaced:
      return username + " displaced:" + payload;
    case domain::Event::Kind::over:
      return "over with " + username;
    case domain::Event::Kind::acknowledged:
      return (event.is_queued ? "queued " : "ack of ") + std::string(event.id);
    case domain::Event::Kind::evicted:
      return "evicted";
    case domain::Event::Kind::vacated:
      return "vacated";
    case domain::Event::Kind::undeliverable:
      break;
  }
  return word + " did not reach " + username + ": " + std::string(name_of(event.error));
}

/// A hub with clients around it: writes down what each is told. Letters wait in the sink until
/// somebody listens, as between two threads.
class HubWorld final : public domain::PeerSink {
 public:
  using Heard = std::vector<std::string>;

  explicit HubWorld(Limits limits = {}) : limits_(limits), hub_(*this, limits_) {}

  /// A client that is not logged in; its number stands for it.
  std::uint32_t connect() {
    const auto slot = static_cast<std::uint32_t>(clients_.size());
    clients_.push_back({domain::Participant{.id = {.slot = slot, .generation = 1}}, {}, true});
    return slot;
  }

  std::uint32_t login(std::string_view username) {
    const auto client = connect();
    handle(client, domain::Login{username});
    return client;
  }

  /// The error's name, or "done".
  template <class Command>
  std::string handle(std::uint32_t client, const Command& command) {
    const auto fault = hub_.handle(peer(client), command);
    failure_.reset();
    if (fault) failure_ = dialect::native::failure_of(*fault);
    return failure_ ? std::string(name_of(failure_->code)) : "done";
  }

  std::string send(std::uint32_t client, domain::Signal signal, std::optional<std::string_view> to,
                   std::string_view payload = {}) {
    return handle(client, domain::Relay{signal, to, payload});
  }

  void leave(std::uint32_t client, std::string_view reason = "gone") {
    hub_.leave(peer(client), reason);
    clients_[client].is_here = false;
  }

  /// Hands out all letters, and the letters that come of it.
  void settle() {
    while (!letters_.empty()) {
      const Letter letter = std::move(letters_.front());
      letters_.pop_front();
      Client& client = clients_.at(letter.to.slot);
      if (!client.is_here) {
        hub_.bounce(letter.to, letter.read(), ErrorCode::user_unavailable);
      } else if (hub_.receive(client.peer, letter.read())) {
        client.heard.push_back(show(letter.read()));
        hub_.acknowledge(letter.to, letter.read(), /*is_queued=*/false);
        const auto more = domain::Hub::behind(client.peer, letter.read());
        if (more && hub_.receive(client.peer, *more)) client.heard.push_back(show(*more));
      }
    }
  }

  /// What the client was told since the last time.
  Heard heard(std::uint32_t client) {
    settle();
    return std::exchange(clients_[client].heard, {});
  }

  /// The next letter cannot be delivered.
  void bounce_next(ErrorCode error) {
    const Letter letter = std::move(letters_.front());
    letters_.pop_front();
    hub_.bounce(letter.to, letter.read(), error);
  }

  void deliver(SessionId to, const domain::Event& event) override {
    taken_at_last_delivery_ = hub_.logged_in();
    letters_.push_back({to, event, std::string(event.username), std::string(event.addressee),
                        std::string(event.payload), std::string(event.id)});
  }

  domain::Participant& peer(std::uint32_t client) { return clients_[client].peer; }
  domain::Hub& hub() { return hub_; }
  const std::deque<Letter>& letters() const { return letters_; }
  const std::optional<Failure>& failure() const { return failure_; }
  /// How many names were taken when the last letter was handed to the sink.
  std::size_t taken_at_last_delivery() const { return taken_at_last_delivery_; }

 private:
  struct Client {
    domain::Participant peer;
    Heard heard;
    bool is_here;
  };

  Limits limits_;
  domain::Hub hub_;
  std::deque<Client> clients_;
  std::deque<Letter> letters_;
  std::optional<Failure> failure_;
  std::size_t taken_at_last_delivery_ = 0;
};

}  // namespace signalbox::test
