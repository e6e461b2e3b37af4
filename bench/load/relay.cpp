// SPDX-License-Identifier: MIT
#include <cmath>
#include <deque>
#include <string>
#include <vector>

#include "environment.hpp"
#include "failure.hpp"
#include "handshake.hpp"
#include "histogram.hpp"
#include "measure.hpp"
#include "opener.hpp"
#include "payload.hpp"

namespace signalbox::bench {
namespace {

/// Behind this many messages under way the server is hopelessly late; what they wait for says no
/// more than that.
constexpr std::size_t kTooMany = 200'000;

/// Clients 2k and 2k + 1 send each other candidates.
class Relay final : public Work, public ClientEvents {
 public:
  Relay(Clients& clients, std::size_t pairs, double rate);

  void begin();

  std::uint64_t done() const override { return received_; }
  void on_measuring() override;
  TimePoint advance(TimePoint now) override;

  void on_welcome(Client&) override {}
  void on_message(Client& client, std::string_view text) override;
  void on_closed(Client&) override {}

  const Histogram& latency() const { return latency_; }
  const Histogram& lateness() const { return lateness_; }

 private:
  struct Side {
    std::string frame;                ///< what this client sends
    std::deque<TimePoint> under_way;  ///< when what is on its way to this client was due
  };

  bool is_open_loop() const { return rate_ > 0; }
  TimePoint due(std::uint64_t message) const;
  void send(std::size_t from, TimePoint due);

  Clients& clients_;
  std::vector<Side> sides_;
  double rate_;
  TimePoint begin_;
  std::uint64_t sent_ = 0;
  std::uint64_t received_ = 0;
  Histogram latency_;
  Histogram lateness_;  ///< of this program: how long after its time a message was sent
};

Relay::Relay(Clients& clients, std::size_t pairs, double rate)
    : clients_(clients), sides_(2 * pairs), rate_(rate) {
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    const Client& from = clients[i];
    const Client& to = clients[i ^ 1U];
    sides_[i].frame = client_frame(
        Opcode::text,
        from.dialect().message(Word::candidate, from.name(), to.name(), candidate_payload()));
    clients[i].set_events(*this);
  }
}

void Relay::begin() {
  begin_ = Clock::now();
  if (is_open_loop()) return;
  for (std::size_t i = 0; i < sides_.size(); i += 2) send(i, begin_);
}

void Relay::on_measuring() {
  latency_.clear();
  lateness_.clear();
}

TimePoint Relay::due(std::uint64_t message) const {
  const std::chrono::duration<double> offset(static_cast<double>(message) / rate_);
  return begin_ + std::chrono::duration_cast<Clock::duration>(offset);
}

TimePoint Relay::advance(TimePoint now) {
  if (!is_open_loop()) return TimePoint::max();
  if (sent_ - received_ > kTooMany) {
    throw Failure("the server does not keep up with this rate: " + std::to_string(kTooMany) +
                  " messages wait");
  }
  while (due(sent_) <= now) {
    // Round and round: all first halves of the pairs, then all second ones.
    const std::size_t turn = sent_ % sides_.size();
    const std::size_t pairs = sides_.size() / 2;
    const std::size_t from = turn < pairs ? 2 * turn : 2 * (turn - pairs) + 1;
    lateness_.add(now - due(sent_));
    send(from, due(sent_));
  }
  return due(sent_);
}

void Relay::send(std::size_t from, TimePoint due) {
  sides_[from ^ 1U].under_way.push_back(due);
  ++sent_;
  clients_[from].send(sides_[from].frame);
}

void Relay::on_message(Client& client, std::string_view text) {
  const Word word = client.dialect().word_of(text);
  if (word == Word::error) throw Failure("the server refused a message: " + std::string(text));
  if (word != Word::candidate) return;
  Side& side = sides_[client.number()];
  if (side.under_way.empty()) throw Failure("a message came that nobody sent");
  const TimePoint now = Clock::now();
  latency_.add(now - side.under_way.front());
  side.under_way.pop_front();
  ++received_;
  if (!is_open_loop()) send(client.number(), now);
}

}  // namespace

Report run_relay(Environment& environment) {
  const Options& options = environment.options;
  Clients clients;
  const std::size_t active = 2 * options.pairs;
  Opener(environment.loop, environment.target, options.sources)
      .open(clients, "r", active, environment.progress);
  shake_hands(environment, clients, active);
  // These need addresses of their own, for they may be more than one address has ports.
  Opener(environment.loop, environment.target, options.idle / 250 + 1)
      .open(clients, "i", active + options.idle, environment.progress);
  Relay relay(clients, options.pairs, options.rate);
  relay.begin();
  const Measured measured = measure(environment, relay);
  close_all(environment.loop, clients);
  Row row;
  add_cost(row, environment, measured, "message");
  add_latency(row, "latency", "from one client to the other", relay.latency());
  Report report{"relay", options.server, {{"pairs", std::to_string(options.pairs)}}, {}};
  if (options.rate > 0) {
    add_latency(row, "lateness", "late in sending (this bench's fault)", relay.lateness());
    report.settings.emplace_back("rate", std::to_string(std::llround(options.rate)));
  }
  if (options.idle > 0) report.settings.emplace_back("idle", std::to_string(options.idle));
  report.rows.push_back(std::move(row));
  return report;
}

}  // namespace signalbox::bench
