// SPDX-License-Identifier: MIT
#include "net/slow_clients.hpp"

namespace signalbox::net {

void SlowClients::note(Connection& connection, std::size_t bytes) {
  const auto [found, is_new] = places_.try_emplace(&connection, by_age_.end());
  if (is_new) found->second = by_age_.insert(by_age_.end(), {&connection, 0});
  Waiting& waiting = *found->second;
  waiting_.set(waiting_.read() + bytes - waiting.bytes);
  waiting.bytes = bytes;
}

void SlowClients::forget(const Connection& connection) {
  const auto found = places_.find(&connection);
  if (found == places_.end()) return;
  waiting_.set(waiting_.read() - found->second->bytes);
  by_age_.erase(found->second);
  places_.erase(found);
}

Connection* SlowClients::take_excess() {
  if (waiting_.read() <= most_) return nullptr;
  Connection* const slowest = by_age_.front().connection;
  forget(*slowest);
  return slowest;
}

}  // namespace signalbox::net
