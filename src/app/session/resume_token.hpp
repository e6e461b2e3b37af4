// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signalbox/base/secret.hpp"
#include "signalbox/base/session_id.hpp"

namespace signalbox::app {

/// As clients see it, and the log: 0-1f-3.
std::string text_of(SessionId id);

/// The other way round. Returns nullopt if this is no such text.
std::optional<SessionId> parse_session_id(std::string_view text);

/// A client that shows this proves that the session is its own. It says where the session lives,
/// and has a secret. It is never logged.
struct ResumeToken {
  SessionId session;
  Secret secret;

  /// Opaque to clients.
  std::string text() const;

  /// Returns nullopt if the server has never made such a token.
  static std::optional<ResumeToken> parse(std::string_view text);
};

}  // namespace signalbox::app
