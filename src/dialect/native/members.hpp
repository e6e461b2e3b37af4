// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "signalbox/base/failure.hpp"

namespace signalbox::dialect::native {

/// The members of a message that this protocol knows; it ignores all others.
enum class Member : std::uint8_t {
  type,
  username,
  other_username,
  offer,
  answer,
  candidate,
  reason,
  data,
  id,
  ack,
  resume,
  token
};

inline constexpr std::array<std::string_view, 12> kMemberNames{
    "type", "username", "otherUsername", "offer",  "answer", "candidate", "reason",
    "data", "id",       "ack",           "resume", "token"};

/// One message's known members as they stand in its text, byte for byte. A member that is not there
/// is empty.
class Members {
 public:
  /// Reads `text`, which is UTF-8 with `kReadPadding` readable bytes behind it. Everything in it
  /// is well-formed JSON if this succeeds. The views are valid as long as `text` is.
  std::optional<Failure> read(std::string_view text);

  std::string_view raw(Member member) const { return raw_[static_cast<std::size_t>(member)]; }

  /// A string member's value; nothing where it is no string, or has a lone surrogate, which no
  /// UTF-8 can say. Unescapes into `buffer` where it must.
  std::optional<std::string_view> string(Member member, std::string& buffer) const;

 private:
  bool put(std::string_view name, std::string_view value);

  std::array<std::string_view, kMemberNames.size()> raw_{};
};

}  // namespace signalbox::dialect::native
