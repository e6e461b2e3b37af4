// SPDX-License-Identifier: MIT
#include "signalbox/net/address_census.hpp"

#include "net/client_address.hpp"

namespace signalbox::net {

bool AddressCensus::enter(const boost::asio::ip::address& address) {
  const std::uint32_t most = most_.load(std::memory_order_relaxed);
  if (most == 0 || is_proxy(address)) return true;
  const std::scoped_lock lock(mutex_);
  std::uint32_t& count = connections_[block_of(address)];
  if (count >= most) return false;
  ++count;
  return true;
}

void AddressCensus::leave(const boost::asio::ip::address& address) {
  if (is_proxy(address)) return;
  const std::scoped_lock lock(mutex_);
  const auto found = connections_.find(block_of(address));
  if (found != connections_.end() && --found->second == 0) connections_.erase(found);
}

bool AddressCensus::move(const boost::asio::ip::address& from, const boost::asio::ip::address& to) {
  if (from == to) return true;
  if (!enter(to)) return false;
  leave(from);
  return true;
}

bool AddressCensus::is_proxy(const boost::asio::ip::address& address) const {
  return proxies_.trust(bytes_of(address));
}

}  // namespace signalbox::net
