// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <map>
#include <mutex>

#include "signalbox/base/reverse_proxies.hpp"
#include "signalbox/net/address_block.hpp"

namespace signalbox::net {

/// Counts the connections of each client address, for as long as it has any. Those of a trusted
/// proxy are nobody's until it is known for whom it speaks. Any thread.
class AddressCensus {
 public:
  /// `most` connections of one address; 0: no limit, and nothing is counted. `proxies` must outlive
  /// the census.
  AddressCensus(std::uint32_t most, const ReverseProxies& proxies)
      : most_(most), proxies_(proxies) {}

  /// Holds for connections that come later. One that came when there was no limit is not counted,
  /// and makes room for another when it leaves.
  void set_most(std::uint32_t most) { most_.store(most, std::memory_order_relaxed); }

  /// Returns false if the address has as many as it may, and this one is not counted.
  bool enter(const boost::asio::ip::address& address);

  /// Must be called once for each that has entered.
  void leave(const boost::asio::ip::address& address);

  /// One that has entered turns out to have another address. Returns false if that has as
  /// many as it may; then nothing has changed.
  bool move(const boost::asio::ip::address& from, const boost::asio::ip::address& to);

 private:
  bool is_proxy(const boost::asio::ip::address& address) const;

  std::atomic<std::uint32_t> most_;
  const ReverseProxies& proxies_;
  std::mutex mutex_;
  /// Ordered, so that nobody can choose addresses that are slow to find.
  std::map<AddressBlock, std::uint32_t> connections_;
};

}  // namespace signalbox::net
