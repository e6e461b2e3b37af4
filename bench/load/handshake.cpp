// SPDX-License-Identifier: MIT
#include "handshake.hpp"

#include <chrono>

#include "failure.hpp"
#include "payload.hpp"

namespace signalbox::bench {
namespace {

/// Calls under way at a time.
constexpr std::size_t kCallsAtATime = 100;

class Caller final : public ClientEvents {
 public:
  Caller(Clients& clients, std::size_t bytes)
      : clients_(clients),
        offer_(description_payload("offer", bytes)),
        answer_(description_payload("answer", bytes)) {}

  /// The first client of a pair says this to the second.
  void begin(std::size_t first, Word word) {
    clients_[first].set_events(*this);
    clients_[first + 1].set_events(*this);
    send(first, word, offer_);
  }

  void on_message(Client& client, std::string_view text) override {
    switch (client.dialect().word_of(text)) {
      case Word::offer:
        return send(client.number(), Word::answer, answer_);
      case Word::answer:
      case Word::close:
        ++done;
        return;
      case Word::error:
        throw Failure("the server refused a call: " + std::string(text));
      default:
        return;
    }
  }
  void on_welcome(Client&) override {}
  void on_closed(Client&) override {}

  std::size_t done = 0;

 private:
  void send(std::size_t from, Word word, const std::string& payload) {
    Client& client = clients_[from];
    const std::string& to = clients_[from ^ 1U].name();
    client.send(
        client_frame(Opcode::text, client.dialect().message(word, client.name(), to, payload)));
  }

  Clients& clients_;
  std::string offer_;
  std::string answer_;
};

/// Lets every pair begin with `word`, some at a time, and waits until it has come to its end.
void converse(Environment& environment, Clients& clients, std::size_t count, Word word) {
  constexpr std::chrono::seconds kLongestRun{30};
  Caller caller(clients, environment.options.description_bytes);
  const TimePoint deadline = Clock::now() + kLongestRun;
  const std::size_t calls = count / 2;
  std::size_t begun = 0;
  while (caller.done < calls) {
    while (begun < calls && begun < caller.done + kCallsAtATime) caller.begin(2 * begun++, word);
    environment.loop.turn(Clock::now() + std::chrono::milliseconds(100));
    if (Clock::now() > deadline) throw Failure("the server does not deliver what begins a call");
    environment.progress.tell("calling", caller.done, calls);
  }
  for (std::size_t i = 0; i < count; ++i) clients[i].ignore();
}

}  // namespace

void shake_hands(Environment& environment, Clients& clients, std::size_t count) {
  converse(environment, clients, count, Word::offer);
}

void hang_up(Environment& environment, Clients& clients, std::size_t count) {
  converse(environment, clients, count, Word::close);
}

}  // namespace signalbox::bench
