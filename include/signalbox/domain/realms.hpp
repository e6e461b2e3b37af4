// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::domain {

/// An application whose usernames never meet another's, by a number that is its own while somebody
/// is in it.
enum class Realm : std::uint32_t { standard = 0 };

inline constexpr std::string_view kRealmRule = "a realm is 1 to 64 letters, digits and - . _ ~";

/// 1 to 64 of the letters, digits and `-._~` that mean themselves in a URL (RFC 3986 section 2.3);
/// or empty, the standard realm.
bool is_valid_realm(std::string_view name);

/// The realms that somebody is in. They come and go with who is in them, so there are never more
/// than clients. Any thread.
class Realms {
 public:
  /// One more is in it, until one leaves.
  Realm enter(std::string_view name);
  void leave(Realm realm);

  /// Returns nullopt if nobody is in it.
  std::optional<Realm> find(std::string_view name) const;

  /// Returns an empty name if it is the standard realm, or nobody is in it.
  std::string name_of(Realm realm) const;

  /// The standard realm is not counted.
  std::size_t size() const;

 private:
  struct Entry {
    std::string name;
    std::uint32_t members = 0;
  };

  Realm unused_number();

  mutable std::mutex mutex_;
  std::map<std::string, Realm, std::less<>> numbers_;
  std::map<Realm, Entry> entries_;
  std::uint32_t last_number_ = 0;
};

}  // namespace signalbox::domain
