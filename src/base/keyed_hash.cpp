// SPDX-License-Identifier: MIT
#include "signalbox/base/keyed_hash.hpp"

#include <unistd.h>

#include <bit>
#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace signalbox {
namespace {

/// Section 2 of the paper, with its names.
class SipState {
 public:
  explicit SipState(const HashKey& key)
      : v0_(key.low ^ 0x736F6D6570736575U),
        v1_(key.high ^ 0x646F72616E646F6DU),
        v2_(key.low ^ 0x6C7967656E657261U),
        v3_(key.high ^ 0x7465646279746573U) {}

  void compress(std::uint64_t word) {
    v3_ ^= word;
    round();
    round();
    v0_ ^= word;
  }

  std::uint64_t finish() {
    v2_ ^= 0xFFU;
    for (int i = 0; i < 4; ++i) round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  void round() {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
};

HashKey random_key() {
  HashKey key{};
  if (::getentropy(&key, sizeof key) != 0) {
    throw std::runtime_error("the system gives no random numbers");
  }
  return key;
}

}  // namespace

std::uint64_t sip_hash(const HashKey& key, std::string_view text) noexcept {
  SipState state(key);
  const auto size = static_cast<std::uint64_t>(text.size());
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    state.compress(word);
  }
  word = 0;
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  state.compress(word | size << 56U);
  return state.finish();
}

std::uint64_t keyed_hash(std::string_view text, std::uint64_t space) noexcept {
  static const HashKey key = random_key();
  return sip_hash({key.low ^ space, key.high}, text);
}

}  // namespace signalbox
