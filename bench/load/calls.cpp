// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "environment.hpp"
#include "failure.hpp"
#include "histogram.hpp"
#include "measure.hpp"
#include "opener.hpp"
#include "payload.hpp"

namespace signalbox::bench {
namespace {

constexpr unsigned kCandidates = 8;

/// Clients 2k call clients 2k + 1, over and over: offer, answer, then both send their candidates,
/// and when the last has arrived the caller hangs up.
class Calls final : public Work, public ClientEvents {
 public:
  Calls(Clients& clients, std::size_t pairs, const Options& options);

  void begin();

  std::uint64_t done() const override { return done_; }
  void on_measuring() override;

  void on_welcome(Client&) override {}
  void on_message(Client& client, std::string_view text) override;
  void on_closed(Client&) override {}

  const Histogram& set_up() const { return set_up_; }
  const Histogram& whole() const { return whole_; }

 private:
  /// One client's part, made before the clock starts.
  struct Side {
    std::string description;
    std::string candidate;
    std::string burst;
    std::string close;
    unsigned received = 0;  ///< candidates of the other
  };

  struct Call {
    TimePoint begun;
  };

  void make_side(std::size_t number, std::size_t bytes);
  void call(std::size_t caller);
  void send_candidates(std::size_t from);
  void on_candidate(std::size_t receiver);

  Clients& clients_;
  Candidates candidates_;
  std::vector<Side> sides_;
  std::vector<Call> calls_;
  std::uint64_t done_ = 0;
  Histogram set_up_;
  Histogram whole_;
};

Calls::Calls(Clients& clients, std::size_t pairs, const Options& options)
    : clients_(clients), candidates_(options.candidates), sides_(2 * pairs), calls_(pairs) {
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    make_side(i, options.description_bytes);
    clients[i].set_events(*this);
  }
}

void Calls::make_side(std::size_t number, std::size_t bytes) {
  const Client& client = clients_[number];
  const auto frame = [&](Word word, const std::string& payload) {
    return client_frame(
        Opcode::text,
        client.dialect().message(word, client.name(), clients_[number ^ 1U].name(), payload));
  };
  Side& side = sides_[number];
  const bool is_caller = number % 2 == 0;
  side.description = frame(is_caller ? Word::offer : Word::answer,
                           description_payload(is_caller ? "offer" : "answer", bytes));
  side.candidate = frame(Word::candidate, candidate_payload());
  for (unsigned i = 0; i < kCandidates; ++i) side.burst += side.candidate;
  side.close = frame(Word::close, {});
}

void Calls::begin() {
  for (std::size_t i = 0; i < sides_.size(); i += 2) call(i);
}

void Calls::on_measuring() {
  set_up_.clear();
  whole_.clear();
}

void Calls::call(std::size_t caller) {
  calls_[caller / 2].begun = Clock::now();
  sides_[caller].received = 0;
  sides_[caller + 1].received = 0;
  clients_[caller].send(sides_[caller].description);
}

void Calls::send_candidates(std::size_t from) {
  Client& client = clients_[from];
  const Side& side = sides_[from];
  switch (candidates_) {
    case Candidates::burst:
      return client.send(side.burst);
    case Candidates::separate:
      for (unsigned i = 0; i < kCandidates; ++i) client.send(side.candidate);
      return;
    case Candidates::paced:
      return client.send(side.candidate);
  }
}

void Calls::on_message(Client& client, std::string_view text) {
  const std::size_t number = client.number();
  switch (client.dialect().word_of(text)) {
    case Word::offer:
      return client.send(sides_[number].description);
    case Word::answer:
      set_up_.add(Clock::now() - calls_[number / 2].begun);
      send_candidates(number);
      return send_candidates(number + 1);
    case Word::candidate:
      return on_candidate(number);
    case Word::close:
      whole_.add(Clock::now() - calls_[number / 2].begun);
      ++done_;
      return call(number - 1);
    case Word::error:
      throw Failure("the server refused a message: " + std::string(text));
    case Word::other:
      return;
  }
}

void Calls::on_candidate(std::size_t receiver) {
  Side& own = sides_[receiver];
  const Side& other = sides_[receiver ^ 1U];
  ++own.received;
  if (candidates_ == Candidates::paced && own.received < kCandidates) {
    clients_[receiver ^ 1U].send(other.candidate);
  }
  if (own.received != kCandidates || other.received != kCandidates) return;
  const std::size_t caller = receiver & ~std::size_t{1};
  clients_[caller].send(sides_[caller].close);
}

const char* name_of(Candidates candidates) {
  switch (candidates) {
    case Candidates::burst:
      return "burst";
    case Candidates::separate:
      return "separate";
    case Candidates::paced:
      break;
  }
  return "paced";
}

}  // namespace

Report run_calls(Environment& environment) {
  const Options& options = environment.options;
  Clients clients;
  Opener(environment.loop, environment.target, options.sources)
      .open(clients, "c", 2 * options.pairs, environment.progress);
  Calls calls(clients, options.pairs, options);
  calls.begin();
  const Measured measured = measure(environment, calls);
  close_all(environment.loop, clients);
  Row row;
  add_cost(row, environment, measured, "call");
  add_latency(row, "set_up", "from offer to answer", calls.set_up());
  add_latency(row, "whole", "the whole call", calls.whole());
  return {"calls",
          options.server,
          {{"pairs", std::to_string(options.pairs)},
           {"candidates", name_of(options.candidates)},
           {"description", std::to_string(options.description_bytes)}},
          {std::move(row)}};
}

}  // namespace signalbox::bench
