// SPDX-License-Identifier: MIT
#include "signalbox/domain/registry.hpp"

#include "signalbox/base/keyed_hash.hpp"

namespace signalbox::domain {

std::size_t Registry::Hash::operator()(const KeyView& key) const noexcept {
  return keyed_hash(key.username, static_cast<std::uint64_t>(key.realm));
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
