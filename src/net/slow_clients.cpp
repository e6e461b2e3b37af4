// SPDX-License-Identifier: MIT
#include "net/slow_clients.hpp"

namespace signalbox::net {

void SlowClients::note(Connection& connection, const AddressBlock& block, std::size_t bytes) {
  const auto [found, is_new] = holders_.try_emplace(&connection);
  Shares::Holder& holder = found->second;
  if (is_new) {
    holder = {block, {++last_number_, &connection}, 0};
  } else {
    shares_.remove(holder);
  }
  waiting_.set(waiting_.read() + bytes - holder.amount);
  holder.amount = bytes;
  shares_.add(holder);
}

void SlowClients::forget(const Connection& connection) {
  const auto found = holders_.find(&connection);
  if (found == holders_.end()) return;
  waiting_.set(waiting_.read() - found->second.amount);
  shares_.remove(found->second);
  holders_.erase(found);
}

Connection* SlowClients::take_excess() {
  if (waiting_.read() <= most_) return nullptr;
  Connection* const slowest = shares_.largest()->member.connection;
  forget(*slowest);
  return slowest;
}

}  // namespace signalbox::net
