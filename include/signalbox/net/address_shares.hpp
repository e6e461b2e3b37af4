// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "signalbox/net/address_block.hpp"

namespace signalbox::net {

/// Of something that all clients share, how much each member has, and how much all those of one
/// address together. The address that has most pays first, whichever comes last. One thread.
template <class Member>
class AddressShares {
 public:
  struct Holder {
    AddressBlock block;
    Member member;
    std::size_t amount;
  };

  /// A member is added once.
  void add(const Holder& holder) {
    Block& block = blocks_[holder.block];
    set_total(holder.block, block, block.total + holder.amount);
    block.members.insert({holder.amount, holder.member});
  }

  /// As it was added.
  void remove(const Holder& holder) {
    const auto block = blocks_.find(holder.block);
    set_total(holder.block, block->second, block->second.total - holder.amount);
    block->second.members.erase({holder.amount, holder.member});
    if (block->second.members.empty()) blocks_.erase(block);
  }

  std::size_t of(AddressBlock block) const {
    const auto found = blocks_.find(block);
    return found == blocks_.end() ? 0 : found->second.total;
  }

  /// Of the members of the address that has most, the one that has most; of several, the first.
  std::optional<Holder> largest() const {
    if (by_total_.empty()) return std::nullopt;
    const AddressBlock block = by_total_.rbegin()->second;
    const Place& place = *blocks_.at(block).members.begin();
    return Holder{block, place.member, place.amount};
  }

 private:
  struct Place {
    std::size_t amount;
    Member member;

    friend bool operator<(const Place& left, const Place& right) {
      if (left.amount != right.amount) return left.amount > right.amount;
      return left.member < right.member;
    }
  };
  struct Block {
    std::size_t total = 0;
    std::set<Place> members;
  };

  void set_total(AddressBlock number, Block& block, std::size_t total) {
    by_total_.erase({block.total, number});
    block.total = total;
    if (total != 0) by_total_.insert({total, number});
  }

  /// Ordered, not hashed: clients choose their addresses, of IPv6 at least.
  std::map<AddressBlock, Block> blocks_;
  std::set<std::pair<std::size_t, AddressBlock>> by_total_;
};

}  // namespace signalbox::net
