// SPDX-License-Identifier: MIT
#include "simulation/simulation.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "simulation/violation.hpp"
#include "support/padded.hpp"

namespace signalbox::simulation {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::vector<Simulation::Chance> Simulation::kChances{
    {&Simulation::connect, 40},
    {&Simulation::speak, 120},
    {&Simulation::arrive_at_server, 80},
    {&Simulation::arrive_at_client, 60},
    {&Simulation::burst, 50},
    {&Simulation::read_mailbox, 60},
    {&Simulation::heartbeat, 15},
    {&Simulation::pass_time, 10},
    {&Simulation::jump, 2},
    {&Simulation::cut, 10},
    {&Simulation::server_notices, 15},
    {&Simulation::client_notices, 30},
    {&Simulation::log_in_again, 10},
    {&Simulation::log_out, 2},
    {&Simulation::goodbye, 2},
    {&Simulation::drain, 3},
};

Simulation::Simulation(std::uint64_t seed, Story story)
    : scenario_(seed),
      random_(scenario_.random),
      story_(story),
      referee_(scenario_),
      world_(scenario_.workers, scenario_.limits, scenario_.on_duplicate) {
  const std::size_t names = scenario_.has_namesakes ? scenario_.clients / 2 : scenario_.clients;
  for (std::size_t i = 0; i < scenario_.clients; ++i) {
    clients_.emplace_back(referee_, i, std::string(1, static_cast<char>('a' + i % names)),
                          !random_.one_in(4));
  }
  // Not the clock's beginning, at which everything that has no time of its own would be due.
  world_.now += std::chrono::hours(1);
}

void Simulation::run() {
  for (std::size_t i = 0; i < scenario_.steps; ++i) step(choose());
  settle();
  referee_.check_complete();
  for (const Client& client : clients_) client.check_complete();
  if (scenario_.is_tight) check_mail_is_empty();
  leave();
}

Simulation::Action Simulation::choose() {
  if (scenario_.has_floods && random_.one_in(20)) {
    return random_.one_in(2) ? &Simulation::flood : &Simulation::leave_in_a_chain;
  }
  static const std::size_t kSum =
      std::accumulate(kChances.begin(), kChances.end(), std::size_t{0},
                      [](std::size_t sum, const Chance& chance) { return sum + chance.weight; });
  std::size_t left = random_.below(kSum);
  for (const Chance& chance : kChances) {
    if (left < chance.weight) return chance.action;
    left -= chance.weight;
  }
  return nullptr;
}

void Simulation::step(Action action) {
  referee_.begin_step(world_.now);
  (this->*action)();
  referee_.check_names(world_.logged_in());
}

Link* Simulation::any_link() {
  // Of the latest ones, which are those that live.
  constexpr std::size_t kLatest = 10;
  if (links_.empty()) return nullptr;
  return &links_[links_.size() - 1 - random_.below(std::min(links_.size(), kLatest))];
}

void Simulation::connect() {
  Client& client = any_client();
  if (!client.is_connected()) open(client);
}

void Simulation::open(Client& client) {
  const std::size_t worker = random_.below(scenario_.workers);
  story_.tell("client {} ({}) connects to worker {}", client.number(), client.username(), worker);
  Link& link = links_.emplace_back(referee_, client.number(), worker, scenario_.limits.outbox_bytes,
                                   scenario_.realm_of(client.number()));
  link.handler = &world_.worker(worker).open(link);
  client.connect(link);
}

void Simulation::speak() {
  static constexpr std::array kTypes{"offer", "answer",  "candidate", "candidate",
                                     "close", "message", "message"};
  Client& client = any_client();
  const Client& other = any_client();
  if (!client.may_speak() || client.username() == other.username()) return;
  if (random_.one_in(8)) {
    story_.tell("{} pings", client.username());
    return client.ping();
  }
  const std::string type = kTypes[random_.below(kTypes.size())];
  const bool wants_ack = random_.one_in(3);
  client.say(type, other.username(), wants_ack);
  story_.tell("{} says {} {} to {}", client.username(), type, referee_.utterances(),
              other.username());
}

void Simulation::log_in_again() {
  Client& client = any_client();
  if (!client.is_logged_out()) return;
  story_.tell("{} tries to log in again", client.username());
  client.log_in();
}

void Simulation::log_out() {
  Client& client = any_client();
  if (!client.is_logged_in()) return;
  story_.tell("{} logs out", client.username());
  client.log_out();
}

void Simulation::goodbye() {
  Client& client = any_client();
  if (!client.is_connected()) return;
  const auto reason = random_.one_in(2) ? CloseReason::client_closed : CloseReason::client_left;
  story_.tell("{} says goodbye: {}", client.username(), describe(reason).label);
  client.link()->say({.kind = Frame::Kind::close, .reason = reason});
  client.disconnect();
}

void Simulation::arrive_at_server() {
  if (Link* const link = any_link()) deliver(*link);
}

void Simulation::arrive_at_client() {
  if (Link* const link = any_link()) deliver_to_client(*link);
}

void Simulation::burst() {
  Link* const link = any_link();
  if (link == nullptr) return;
  while (!link->to_server.empty() && link->moving_to == nullptr) deliver(*link);
  while (!link->to_client.empty()) deliver_to_client(*link);
}

void Simulation::read_mailbox() {
  const std::size_t worker = random_.below(scenario_.workers);
  story_.tell("worker {} reads its mailbox", worker);
  world_.worker(worker).on_wake();
  end_turn();
}

void Simulation::read_mailboxes() {
  for (std::size_t i = 0; i < scenario_.workers; ++i) world_.worker(i).on_wake();
  end_turn();
}

void Simulation::deliver(Link& link) {
  if (!link.is_open) return link.to_server.clear();
  if (link.moving_to != nullptr) return land(link);
  if (link.to_server.empty()) return;
  const Frame frame = std::move(link.to_server.front());
  link.to_server.pop_front();
  if (link.handler != nullptr) hear(link, frame);
  end_turn();
}

void Simulation::hear(Link& link, const Frame& frame) {
  story_.tell("from client {}: {}", link.client, frame.text);
  if (frame.kind == Frame::Kind::pong) return link.handler->on_pong(frame.text);
  if (frame.kind == Frame::Kind::close) return end(link, frame.reason);
  const auto message = nlohmann::json::parse(frame.text);
  const auto& type = message.at("type").get_ref<const std::string&>();
  if (type == "login") {
    referee_.takes_login(link, frame.text);
  } else if (type == "logout") {
    referee_.takes_logout(link);
  } else {
    referee_.takes(link, message.value("id", std::size_t{0}));
  }
  const test::Padded padded(frame.text);
  link.handler->on_text(padded.text());
}

void Simulation::land(Link& link) {
  const net::Shard* const shard = std::exchange(link.moving_to, nullptr);
  for (std::size_t i = 0; i < scenario_.workers; ++i) {
    if (&world_.worker(i).shard() == shard) link.worker = i;
  }
  story_.tell("client {} lands at worker {}", link.client, link.worker);
  link.handler = &world_.worker(link.worker).open(link);
  const test::Padded padded(std::exchange(link.moving_for, {}));
  link.handler->on_arrival(padded.text(), *link.moving_after);
  end_turn();
}

void Simulation::deliver_to_client(Link& link) {
  if (link.to_client.empty()) return;
  const Frame frame = link.take_for_client();
  Client& client = clients_[link.client];
  if (client.link() != &link) return;
  story_.tell("to {}: {}", client.username(),
              frame.kind == Frame::Kind::close ? describe(frame.reason).label : frame.text);
  client.hear(frame);
}

/// What connections do at the end of a loop's turn, until nothing is left of it.
void Simulation::end_turn() {
  const auto is_to_end = [](const Link& link) { return link.is_open && link.closing; };
  for (auto link = std::ranges::find_if(links_, is_to_end); link != links_.end();
       link = std::ranges::find_if(links_, is_to_end)) {
    end(*link, *link->closing);
  }
  referee_.end_turn();
}

void Simulation::end(Link& link, CloseReason reason) {
  if (!link.is_open) return;
  story_.tell("the link of client {} ends: {}", link.client, describe(reason).label);
  link.is_open = false;
  link.closing = reason;
  if (!link.is_cut) link.to_client.push_back({.kind = Frame::Kind::close, .reason = reason});
  referee_.ends(link, reason);
  if (auto* const handler = std::exchange(link.handler, nullptr)) handler->on_closed(reason);
}

void Simulation::heartbeat() {
  Link* const link = any_link();
  if (link == nullptr || !link->is_open || link->handler == nullptr) return;
  story_.tell("client {} is pinged", link->client);
  link->ping();
  end_turn();
}

void Simulation::pass_time() { pass(milliseconds(random_.below(5000))); }

void Simulation::jump() { pass(seconds(random_.one_in(3) ? 3600 : 31)); }

void Simulation::pass(milliseconds time) {
  story_.tell("{} ms pass", time.count());
  world_.now += time;
  referee_.begin_step(world_.now);
  referee_.ticks();
  for (std::size_t i = 0; i < scenario_.workers; ++i) world_.worker(i).on_tick(world_.now);
  for (Link& link : links_) {
    if (link.is_open && link.handler != nullptr) link.handler->on_tick(world_.now);
  }
  end_turn();
}

void Simulation::cut() {
  Link* const link = any_link();
  if (link == nullptr || link->is_cut) return;
  story_.tell("the link of client {} is cut", link->client);
  link->cut();
}

void Simulation::server_notices() {
  static constexpr std::array kReasons{CloseReason::connection_lost, CloseReason::ping_timeout,
                                       CloseReason::write_timeout};
  Link* const link = any_link();
  if (link == nullptr || !link->is_cut || link->moving_to != nullptr) return;
  end(*link, kReasons[random_.below(kReasons.size())]);
  end_turn();
}

void Simulation::client_notices() {
  Client& client = any_client();
  if (!client.is_connected() || !client.link()->is_cut) return;
  story_.tell("client {} learns that its link is cut", client.number());
  client.disconnect();
}

void Simulation::drain() {
  if (!random_.one_in(4)) {
    Link* const link = any_link();
    if (link == nullptr || !link->is_open || link->moving_to != nullptr) return;
    end(*link, CloseReason::drained);
    return end_turn();
  }
  story_.tell("all clients are told to connect elsewhere");
  for (std::size_t i = 0; i < scenario_.workers; ++i) {
    world_.worker(i).announce_drain(DrainPlan(world_.now, seconds(10)));
  }
  end_turn();
}

/// The network heals: all who can come back do, and everything arrives.
void Simulation::settle() {
  constexpr int kRounds = 4;
  for (int i = 0; i < kRounds; ++i) {
    step(&Simulation::come_back);
    let_all_arrive();
  }
  // Sessions of which their clients have never heard.
  pass(scenario_.limits.resume_window);
  let_all_arrive();
}

void Simulation::come_back() {
  for (Link& link : links_) {
    if (link.is_cut && link.moving_to == nullptr) end(link, CloseReason::connection_lost);
  }
  end_turn();
  for (Client& client : clients_) {
    if (client.is_connected() && client.link()->is_cut) client.disconnect();
    if (!client.is_connected() && client.record() != nullptr) open(client);
  }
}

void Simulation::let_all_arrive() {
  const auto is_moving = [](const Link& link) {
    return !link.to_server.empty() || !link.to_client.empty() || link.moving_to != nullptr;
  };
  do {
    // A letter, its answer, and what that causes.
    for (int i = 0; i < 3; ++i) step(&Simulation::read_mailboxes);
    for (Link& link : links_) {
      if (!is_moving(link)) continue;
      referee_.begin_step(world_.now);
      deliver(link);
      deliver_to_client(link);
    }
    referee_.check_names(world_.logged_in());
  } while (std::ranges::any_of(links_, is_moving));
}

/// Who has acknowledged everything has room for what may wait of one sender.
void Simulation::check_mail_is_empty() {
  for (Client& client : clients_) {
    const auto can_send = [&](const Client& other) {
      return other.is_logged_in() && other.username() != client.username() &&
             scenario_.realm_of(other.number()) == scenario_.realm_of(client.number());
    };
    const auto sender = std::ranges::find_if(clients_, can_send);
    if (!client.is_logged_in() || !client.record()->may_resume || sender == clients_.end())
      continue;
    client.link()->ping();
    let_all_arrive();
    fill_mail_of(client, *sender);
  }
}

void Simulation::fill_mail_of(Client& client, Client& sender) {
  const Record& record = *client.record();
  end(*client.link(), CloseReason::connection_lost);
  end_turn();
  const std::size_t before = record.texts.size();
  for (std::size_t i = 0; i < scenario_.limits.mail_messages; ++i) {
    sender.say("message", client.username(), /*wants_ack=*/false);
  }
  let_all_arrive();
  step(&Simulation::come_back);
  let_all_arrive();
  if (scenario_.is_cramped) return;
  // Even a stranger has half of the half that all strangers have.
  require(record.ended == 0 && record.texts.size() - before >= scenario_.limits.mail_messages / 4,
          "{} has acknowledged everything, and has no room", record.username);
  client.check_complete();
}

/// All go, and nothing is left of them.
void Simulation::leave() {
  for (Link& link : links_) end(link, CloseReason::connection_lost);
  end_turn();
  pass(scenario_.limits.resume_window);
  world_.settle();
  require(world_.logged_in() == 0, "{} names are still held", world_.logged_in());
  for (std::size_t i = 0; i < scenario_.workers; ++i) {
    require(world_.worker(i).waiting().size() == 0, "worker {} waits for nobody", i);
    require(world_.worker(i).sessions() == 0, "worker {} has {} sessions of nobody", i,
            world_.worker(i).sessions());
  }
}

}  // namespace signalbox::simulation
