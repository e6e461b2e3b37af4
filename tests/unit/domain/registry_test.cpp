// SPDX-License-Identifier: MIT
#include "signalbox/domain/registry.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

namespace signalbox::test::registry_test {

using signalbox::domain::Realm;
using signalbox::domain::Registry;

namespace {

SessionId session(std::uint32_t slot) { return {.slot = slot, .generation = 1}; }

constexpr auto kOther = static_cast<Realm>(7);

}  // namespace

TEST_CASE("a name is one session's until it is freed", "[domain][registry]") {
  Registry registry;
  CHECK_FALSE(registry.find(Realm::standard, "alice"));

  CHECK(registry.insert(Realm::standard, "alice", session(1)));
  CHECK_FALSE(registry.insert(Realm::standard, "alice", session(2)));
  CHECK_FALSE(registry.insert(Realm::standard, "alice", session(1)));
  CHECK(registry.find(Realm::standard, "alice") == session(1));
  CHECK(registry.size() == 1);

  registry.erase(Realm::standard, "alice", session(1));
  CHECK_FALSE(registry.find(Realm::standard, "alice"));
  CHECK(registry.size() == 0);
  CHECK(registry.insert(Realm::standard, "alice", session(2)));
}

TEST_CASE("only the owner frees a name", "[domain][registry]") {
  Registry registry;
  registry.insert(Realm::standard, "alice", session(1));
  const auto other =
      GENERATE(SessionId{.slot = 2, .generation = 1}, SessionId{.slot = 1, .generation = 2},
               SessionId{.slot = 1, .generation = 1, .shard = 1}, SessionId{});
  registry.erase(Realm::standard, "alice", other);
  CHECK(registry.find(Realm::standard, "alice") == session(1));
}

TEST_CASE("names are compared byte for byte", "[domain][registry]") {
  Registry registry;
  // The last two look the same: é as one character, and as an e with an accent.
  const std::vector<std::string> names{"alice", "Alice", "alice ", "alic", "\xC3\xA9", "e\xCC\x81"};
  for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
    CHECK(registry.insert(Realm::standard, names[slot], session(slot)));
  }
  for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
    CHECK(registry.find(Realm::standard, names[slot]) == session(slot));
  }
}

TEST_CASE("names of two realms never meet", "[domain][registry]") {
  Registry registry;
  CHECK(registry.insert(Realm::standard, "alice", session(1)));
  CHECK(registry.insert(kOther, "alice", session(2)));
  CHECK(registry.find(Realm::standard, "alice") == session(1));
  CHECK(registry.find(kOther, "alice") == session(2));

  registry.erase(kOther, "alice", session(1));
  CHECK(registry.size() == 2);
  registry.erase(kOther, "alice", session(2));
  CHECK(registry.find(Realm::standard, "alice") == session(1));
}

TEST_CASE("of two threads that want a name one gets it", "[domain][registry]") {
  constexpr int kNames = 5000;
  Registry registry;
  std::atomic<int> taken = 0;
  std::atomic<int> lost = 0;
  const auto want_all = [&](std::uint32_t slot) {
    for (int i = 0; i < kNames; ++i) {
      const std::string name = std::to_string(i);
      if (registry.insert(Realm::standard, name, session(slot))) ++taken;
      if (!registry.find(Realm::standard, name)) ++lost;
    }
  };

  std::thread other(want_all, 1);
  want_all(2);
  other.join();

  CHECK(taken == kNames);
  CHECK(lost == 0);
  CHECK(registry.size() == kNames);
}

TEST_CASE("threads that come and go leave nothing behind", "[domain][registry]") {
  constexpr int kRounds = 20'000;
  Registry registry;
  std::atomic<int> stolen = 0;
  const auto come_and_go = [&](std::uint32_t slot) {
    for (int i = 0; i < kRounds; ++i) {
      const std::string name = std::to_string(i % 10);
      if (!registry.insert(Realm::standard, name, session(slot))) continue;
      if (registry.find(Realm::standard, name) != session(slot)) ++stolen;
      registry.erase(Realm::standard, name, session(slot));
    }
  };

  std::thread other(come_and_go, 1);
  come_and_go(2);
  other.join();

  CHECK(stolen == 0);
  CHECK(registry.size() == 0);
}

}  // namespace signalbox::test::registry_test
