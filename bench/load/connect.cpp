// SPDX-License-Identifier: MIT
#include <unistd.h>
#include <string>
#include <vector>

#include "environment.hpp"
#include "histogram.hpp"
#include "measure.hpp"
#include "opener.hpp"

namespace signalbox::bench {
namespace {

/// A closed connection keeps its port for a minute: with these many addresses, the fastest server
/// does not run out of them.
constexpr std::size_t kSources = 64;

/// Every client comes, logs in, closes, and comes again.
class Connecting final : public Work, public ClientEvents {
 public:
  Connecting(Clients& clients) : clients_(clients), begun_(clients.size()) {}

  void begin() {
    for (Client& client : clients_) open(client);
  }

  std::uint64_t done() const override { return done_; }
  void on_measuring() override { latency_.clear(); }

  void on_welcome(Client& client) override {
    latency_.add(Clock::now() - begun_[client.number()]);
    client.close();
  }
  void on_message(Client&, std::string_view) override {}
  void on_closed(Client& client) override {
    ++done_;
    open(client);
  }

  const Histogram& latency() const { return latency_; }

 private:
  void open(Client& client) {
    begun_[client.number()] = Clock::now();
    client.open(*this);
  }

  Clients& clients_;
  std::vector<TimePoint> begun_;
  std::uint64_t done_ = 0;
  Histogram latency_;
};

}  // namespace

Report run_connect(Environment& environment) {
  const Options& options = environment.options;
  const std::size_t sources = options.sources != 0 ? options.sources : kSources;
  Clients clients;
  for (std::size_t i = 0; i < options.clients; ++i) {
    clients.emplace_back(environment.loop, environment.target, i,
                         "n-" + std::to_string(getpid()) + "-" + std::to_string(i),
                         static_cast<std::uint32_t>(1 + i % sources));
  }
  Connecting connecting(clients);
  connecting.begin();
  const Measured measured = measure(environment, connecting);
  Row row;
  add_cost(row, environment, measured, "login");
  add_latency(row, "login", "from connecting to logged in", connecting.latency());
  return {
      "connect", options.server, {{"clients", std::to_string(options.clients)}}, {std::move(row)}};
}

}  // namespace signalbox::bench
