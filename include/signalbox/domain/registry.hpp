// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "signalbox/base/session_id.hpp"
#include "signalbox/domain/realms.hpp"

namespace signalbox::domain {

/// Who is logged in, by realm and username. Any thread: a lock a bucket, held for the map
/// operation only.
class Registry {
 public:
  /// Returns false if the name is taken.
  bool insert(Realm realm, std::string_view username, SessionId id);

  /// An id without a session where nobody has the name.
  SessionId find(Realm realm, std::string_view username) const;

  /// Frees the name if it is still this session's.
  void erase(Realm realm, std::string_view username, SessionId id);

  std::size_t size() const;

 private:
  struct KeyView {
    Realm realm;
    std::string_view username;
  };
  /// In this order it is as small as can be; there is one for every client.
  struct Entry {
    std::string username;
    Realm realm;
    SessionId id;

    operator KeyView() const { return {realm, username}; }
  };
  struct Hash {
    using is_transparent = void;
    /// It cannot throw, and so is not kept in every entry.
    std::size_t operator()(const KeyView& key) const noexcept;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const KeyView& left, const KeyView& right) const {
      return left.realm == right.realm && left.username == right.username;
    }
  };
  /// On cache lines of their own, so that threads at neighbouring buckets don't disturb each
  /// other.
  struct alignas(64) Bucket {
    mutable std::mutex mutex;
    std::unordered_set<Entry, Hash, Equal> sessions;
  };
  static constexpr std::size_t kBuckets = 64;

  Bucket& bucket(const KeyView& key) { return buckets_[Hash{}(key) % kBuckets]; }
  const Bucket& bucket(const KeyView& key) const { return buckets_[Hash{}(key) % kBuckets]; }

  std::array<Bucket, kBuckets> buckets_;
};

}  // namespace signalbox::domain
