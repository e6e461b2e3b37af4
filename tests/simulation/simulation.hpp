// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "simulation/client.hpp"
#include "simulation/link.hpp"
#include "simulation/referee.hpp"
#include "simulation/scenario.hpp"
#include "simulation/story.hpp"
#include "support/session_world.hpp"

namespace signalbox::simulation {

/// Clients, links, and a server without sockets, threads and clock: what happens next is the
/// seed's choice.
class Simulation {
 public:
  Simulation(std::uint64_t seed, Story story);

  /// Throws `Violation`.
  void run();

  std::size_t messages() const { return referee_.utterances(); }

 private:
  using Action = void (Simulation::*)();
  struct Chance {
    Action action;
    std::size_t weight;
  };
  static const std::vector<Chance> kChances;

  void step(Action action);
  Action choose();
  Client& any_client() { return clients_[random_.below(clients_.size())]; }
  Link* any_link();

  // What may happen.
  void connect();
  void speak();
  void log_in_again();
  void log_out();
  void goodbye();
  void arrive_at_server();
  void arrive_at_client();
  void burst();
  void read_mailbox();
  void read_mailboxes();
  void pass_time();
  void jump();
  void heartbeat();
  void cut();
  void server_notices();
  void client_notices();
  void drain();
  void flood();
  void leave_in_a_chain();

  // What it is made of.
  void open(Client& client);
  void deliver(Link& link);
  void hear(Link& link, const Frame& frame);
  void land(Link& link);
  void deliver_to_client(Link& link);
  void end(Link& link, CloseReason reason);
  void end_turn();
  void pass(std::chrono::milliseconds time);

  // The end of the story.
  void settle();
  void let_all_arrive();
  void come_back();
  void check_mail_is_empty();
  void fill_mail_of(Client& client, Client& sender);
  void leave();

  Scenario scenario_;
  Random& random_;
  Story story_;
  Referee referee_;
  test::SessionWorld world_;
  std::deque<Link> links_;
  std::vector<Client> clients_;
};

}  // namespace signalbox::simulation
