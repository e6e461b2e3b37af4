// SPDX-License-Identifier: MIT
#include "signalbox/domain/realms.hpp"

#include <algorithm>

namespace signalbox::domain {

bool is_valid_realm(std::string_view name) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  return name.size() <= kLongest && name.find_first_not_of(kUnreserved) == std::string_view::npos;
}

Realm Realms::enter(std::string_view name) {
  if (name.empty()) return Realm::standard;
  const std::scoped_lock lock(mutex_);
  auto known = numbers_.find(name);
  if (known == numbers_.end()) {
    const Realm number = unused_number();
    known = numbers_.emplace(name, number).first;
    entries_.emplace(number, Entry{.name = std::string(name)});
  }
  ++entries_.at(known->second).members;
  return known->second;
}

void Realms::leave(Realm realm) {
  if (realm == Realm::standard) return;
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(realm);
  if (--entry->second.members != 0) return;
  numbers_.erase(entry->second.name);
  entries_.erase(entry);
}

std::optional<Realm> Realms::find(std::string_view name) const {
  if (name.empty()) return Realm::standard;
  const std::scoped_lock lock(mutex_);
  const auto known = numbers_.find(name);
  return known == numbers_.end() ? std::nullopt : std::optional(known->second);
}

std::string Realms::name_of(Realm realm) const {
  if (realm == Realm::standard) return {};
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(realm);
  return entry == entries_.end() ? std::string() : entry->second.name;
}

std::size_t Realms::size() const {
  const std::scoped_lock lock(mutex_);
  return entries_.size();
}

/// The next, so that one is used again only after four billion others.
Realm Realms::unused_number() {
  do {
    ++last_number_;
  } while (last_number_ == 0 || entries_.contains(static_cast<Realm>(last_number_)));
  return static_cast<Realm>(last_number_);
}

}  // namespace signalbox::domain
