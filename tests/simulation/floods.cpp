// SPDX-License-Identifier: MIT
// What more than one client does at once.
#include <cstddef>
#include <string>

#include "simulation/simulation.hpp"

namespace signalbox::simulation {

/// A client sends more to another one than that can take.
void Simulation::flood() {
  constexpr int kMuch = 40;
  Client& client = any_client();
  const Client& other = any_client();
  if (!client.is_logged_in() || client.username() == other.username()) return;
  story_.tell("{} floods {}", client.username(), other.username());
  const std::string type = random_.one_in(4) ? "offer" : "message";
  for (int i = 0; i < kMuch; ++i) client.say(type, other.username(), /*wants_ack=*/false);
  while (!client.link()->to_server.empty() && client.link()->moving_to == nullptr) {
    deliver(*client.link());
  }
}

/// Each has called the next one, and then all are away at once.
void Simulation::leave_in_a_chain() {
  story_.tell("all call each other, and are away");
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    Client& client = clients_[i];
    const Client& next = clients_[(i + 1) % clients_.size()];
    if (!client.is_logged_in() || client.username() == next.username()) continue;
    client.say("offer", next.username(), /*wants_ack=*/false);
    deliver(*client.link());
  }
  read_mailboxes();
  for (Client& client : clients_) {
    if (!client.is_logged_in() || client.link()->moving_to != nullptr) continue;
    Link& link = *client.link();
    link.cut();
    end(link, CloseReason::connection_lost);
    end_turn();
  }
}

}  // namespace signalbox::simulation
