// SPDX-License-Identifier: MIT
#pragma once

#include "signalbox/base/limits.hpp"
#include "signalbox/base/log_addresses.hpp"
#include "signalbox/base/reverse_proxies.hpp"
#include "signalbox/net/address_census.hpp"

namespace signalbox::net {

/// What all shards share; it must outlive them, but for the limits, of which each has its own.
struct ShardParts {
  const Limits& limits;
  const ReverseProxies& proxies;
  AddressCensus& census;
  LogAddresses log_addresses = LogAddresses::full;
};

}  // namespace signalbox::net
