// SPDX-License-Identifier: MIT
#include "signalbox/domain/registry.hpp"

#include <functional>

namespace signalbox::domain {

std::size_t Registry::Hash::operator()(const KeyView& key) const noexcept {
  // The multiplier (2^64 divided by the golden ratio) spreads small realm numbers over all bits.
  constexpr std::size_t kSpread = 0x9E3779B97F4A7C15U;
  return std::hash<std::string_view>{}(key.username) ^
         (static_cast<std::size_t>(key.realm) * kSpread);
}

bool Registry::insert(Realm realm, std::string_view username, SessionId id) {
  Bucket& bucket = this->bucket({realm, username});
  const std::scoped_lock lock(bucket.mutex);
  return bucket.sessions.insert({std::string(username), realm, id}).second;
}

SessionId Registry::find(Realm realm, std::string_view username) const {
  const KeyView key{realm, username};
  const Bucket& bucket = this->bucket(key);
  const std::scoped_lock lock(bucket.mutex);
  const auto found = bucket.sessions.find(key);
  return found == bucket.sessions.end() ? SessionId{} : found->id;
}

void Registry::erase(Realm realm, std::string_view username, SessionId id) {
  const KeyView key{realm, username};
  Bucket& bucket = this->bucket(key);
  const std::scoped_lock lock(bucket.mutex);
  const auto found = bucket.sessions.find(key);
  if (found != bucket.sessions.end() && found->id == id) bucket.sessions.erase(found);
}

std::size_t Registry::size() const {
  std::size_t sum = 0;
  for (const Bucket& bucket : buckets_) {
    const std::scoped_lock lock(bucket.mutex);
    sum += bucket.sessions.size();
  }
  return sum;
}

}  // namespace signalbox::domain
