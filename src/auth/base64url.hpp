// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::auth {

/// The digits of base64url: RFC 7515 section 2, with another alphabet than usual for the last two.
inline constexpr std::string_view kBase64urlDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Without padding. Returns nullopt if the text is something else.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace signalbox::auth
