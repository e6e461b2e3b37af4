// SPDX-License-Identifier: MIT
#include "opener.hpp"

#include <unistd.h>

#include <chrono>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

/// Below the accept queue of every server compared: what it overflows waits a second for its SYN
/// to be repeated.
constexpr std::size_t kAtATime = 100;

constexpr std::chrono::seconds kPatience{10};

/// Waits for what a server owes to clients that are closing.
class Closer final : public ClientEvents {
 public:
  void on_welcome(Client&) override {}
  void on_message(Client&, std::string_view) override {}
  void on_closed(Client&) override { ++closed; }

  std::size_t closed = 0;
};

}  // namespace

Opener::Opener(Loop& loop, const Target& target, std::size_t sources)
    : loop_(loop), target_(target), sources_(sources) {}

void Opener::open(Clients& clients, const std::string& prefix, std::size_t count,
                  Progress& progress) {
  const std::string run = prefix + "-" + std::to_string(getpid()) + "-";
  welcomed_ = clients.size();
  TimePoint deadline = Clock::now() + kPatience;
  while (welcomed_ < count) {
    while (clients.size() < count && clients.size() < welcomed_ + kAtATime) {
      const std::size_t number = clients.size();
      const std::size_t source = sources_ == 0 ? 0 : 1 + number % sources_;
      clients.emplace_back(loop_, target_, number, run + std::to_string(number),
                           static_cast<std::uint32_t>(source));
      clients.back().open(*this);
    }
    const std::size_t before = welcomed_;
    loop_.turn(Clock::now() + std::chrono::milliseconds(100));
    if (welcomed_ != before) deadline = Clock::now() + kPatience;
    if (Clock::now() > deadline) {
      throw Failure("after " + std::to_string(welcomed_) +
                    " clients, the server let nobody in for " + std::to_string(kPatience.count()) +
                    " s");
    }
    progress.tell("connecting", welcomed_, count);
  }
}

void Opener::on_welcome(Client& client) {
  ++welcomed_;
  client.ignore();
}

void Opener::on_message(Client&, std::string_view) {}
void Opener::on_closed(Client&) {}

void close_all(Loop& loop, Clients& clients) {
  Closer closer;
  const TimePoint deadline = Clock::now() + kPatience;
  // What is still under way is of no interest, nor is what a server says of those who are gone.
  for (Client& client : clients) client.ignore();
  std::size_t asked = 0;
  while (closer.closed < clients.size() && Clock::now() < deadline) {
    while (asked < clients.size() && asked < closer.closed + kAtATime) {
      clients[asked].set_events(closer);
      clients[asked++].close();
    }
    loop.turn(Clock::now() + std::chrono::milliseconds(100));
  }
}

}  // namespace signalbox::bench
