// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace signalbox {

/// Owns objects under small numbers. A freed slot is used again with the next generation, so a
/// stale (slot, generation) finds nothing. One thread.
template <class T>
class SlotTable {
 public:
  struct Key {
    std::uint32_t slot;
    std::uint32_t generation;
  };

  /// Takes a slot; `put` must follow before the key is looked up.
  Key reserve() {
    if (free_.empty()) {
      slots_.emplace_back();
      return {static_cast<std::uint32_t>(slots_.size() - 1), 1};
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return {slot, slots_[slot].generation};
  }

  T& put(Key key, std::unique_ptr<T> object) {
    slots_[key.slot].object = std::move(object);
    ++size_;
    return *slots_[key.slot].object;
  }

  T* find(Key key) const {
    if (key.slot >= slots_.size() || slots_[key.slot].generation != key.generation) return nullptr;
    return slots_[key.slot].object.get();
  }

  /// Gives the object away; its key finds nothing from now on.
  std::unique_ptr<T> take(Key key) {
    if (find(key) == nullptr) return nullptr;
    Slot& slot = slots_[key.slot];
    // 0 never names anything, see SessionId.
    if (++slot.generation == 0) slot.generation = 1;
    free_.push_back(key.slot);
    --size_;
    return std::move(slot.object);
  }

  /// In the order of their slots. `visit` must not put or take anything.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : slots_) {
      if (slot.object) visit(*slot.object);
    }
  }

  /// The same of up to `count` slots from `from` on. Which slot to go on with; 0: that was all.
  template <class Visit>
  std::uint32_t visit(std::uint32_t from, std::uint32_t count, Visit visit) const {
    const std::size_t end = std::min(slots_.size(), std::size_t{from} + count);
    for (std::size_t slot = from; slot < end; ++slot) {
      if (slots_[slot].object) visit(*slots_[slot].object);
    }
    return end == slots_.size() || from >= end ? 0 : static_cast<std::uint32_t>(end);
  }

  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::unique_ptr<T> object;
    std::uint32_t generation = 1;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};

}  // namespace signalbox
