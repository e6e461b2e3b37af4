// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace signalbox {

/// 128 bits that decide what a hash is.
struct HashKey {
  std::uint64_t low;
  std::uint64_t high;
};

/// SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012). A client
/// that does not know the key cannot choose texts of one hash. The published values hold for
/// little-endian processors.
std::uint64_t sip_hash(const HashKey& key, std::string_view text) noexcept;

/// For every table by hash whose keys clients choose: with a key that each process draws anew, so
/// that nobody can choose keys that are slow to find. `space` tells apart where the same text means
/// something else. Any thread.
std::uint64_t keyed_hash(std::string_view text, std::uint64_t space = 0) noexcept;

}  // namespace signalbox
