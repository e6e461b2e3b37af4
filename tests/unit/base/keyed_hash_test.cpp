// SPDX-License-Identifier: MIT
#include "signalbox/base/keyed_hash.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace signalbox::test::keyed_hash_test {

namespace {

/// Names of 16 bytes that have one hash in libstdc++, whose function (MurmurHash64A) and seed
/// everybody knows: each step of it can be undone.
std::vector<std::string> names_of_one_hash(std::size_t count) {
  constexpr std::uint64_t kSeed = 0xC70F6907U;
  constexpr std::uint64_t kMultiplier = 0xC6A4A7935BD1E995U;
  std::uint64_t inverse = kMultiplier;  // Newton's way to it: each step doubles the right bits
  for (int i = 0; i < 5; ++i) inverse *= 2 - kMultiplier * inverse;
  const auto shift_mix = [](std::uint64_t word) { return word ^ word >> 47U; };
  std::vector<std::string> names;
  for (std::uint64_t first = 0; first < count; ++first) {
    const std::uint64_t mixed = shift_mix(first * kMultiplier) * kMultiplier;
    const std::uint64_t state = (kSeed ^ 16 * kMultiplier ^ mixed) * kMultiplier;
    const std::uint64_t second = shift_mix(state * inverse) * inverse;
    std::string name(16, '\0');
    std::memcpy(name.data(), &first, 8);
    std::memcpy(name.data() + 8, &second, 8);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

TEST_CASE("the hash is SipHash-2-4", "[base]") {
  if constexpr (std::endian::native != std::endian::little) return;
  // Of the reference implementation (vectors.h), for the key and the texts 00, 00 01, 00 01 02...
  constexpr HashKey kKey{0x0706050403020100U, 0x0F0E0D0C0B0A0908U};
  constexpr std::array<std::uint64_t, 16> kHashes{
      0x726FDB47DD0E0E31U, 0x74F839C593DC67FDU, 0x0D6C8009D9A94F5AU, 0x85676696D7FB7E2DU,
      0xCF2794E0277187B7U, 0x18765564CD99A68DU, 0xCBC9466E58FEE3CEU, 0xAB0200F58B01D137U,
      0x93F5F5799A932462U, 0x9E0082DF0BA9E4B0U, 0x7A5DBBC594DDB9F3U, 0xF4B32F46226BADA7U,
      0x751E8FBC860EE5FBU, 0x14EA5627C0843D90U, 0xF723CA908E7AF2EEU, 0xA129CA6149BE45E5U};
  std::string text;
  for (const std::uint64_t hash : kHashes) {
    CAPTURE(text.size());
    CHECK(sip_hash(kKey, text) == hash);
    text += static_cast<char>(text.size());
  }
}

TEST_CASE("names that were chosen to have one hash have many", "[base]") {
  constexpr std::size_t kNames = 1000;
  std::set<std::size_t> usual;
  std::set<std::uint64_t> keyed;
  for (const std::string& name : names_of_one_hash(kNames)) {
    usual.insert(std::hash<std::string>{}(name));
    keyed.insert(keyed_hash(name));
  }

#ifdef __GLIBCXX__
  CHECK(usual.size() == 1);
#endif
  CHECK(keyed.size() == kNames);
}

TEST_CASE("a name has another hash in another space, and the same in the same", "[base]") {
  CHECK(keyed_hash("alice") == keyed_hash(std::string("alice")));
  CHECK(keyed_hash("alice") != keyed_hash("alice", 1));
}

}  // namespace signalbox::test::keyed_hash_test
