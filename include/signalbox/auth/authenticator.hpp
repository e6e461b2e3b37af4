// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "signalbox/base/failure.hpp"

namespace signalbox::auth {

/// What a client brings to its login.
struct LoginAttempt {
  std::string_view username;  ///< that it asks for
  std::string_view token;     ///< empty: it shows none
  std::string_view realm{};   ///< that it asks for; empty: none
  std::chrono::sys_seconds now;
};

/// The client may log in. What is not said here is as the client asks and the settings say.
struct Admission {
  std::optional<std::chrono::seconds> lifetime{};  ///< from now on; nothing: without an end
  std::string username{};     ///< that it gets in place of what it asks for; empty: that
  std::string realm{};        ///< that it is let into; empty: the standard one
  std::string ice_servers{};  ///< for it alone, as in dialect::IceServerList; empty: as for all
  std::optional<std::uint32_t> message_rate{};   ///< in place of the limit; 0: none
  std::optional<std::uint32_t> message_burst{};  ///< in place of the limit
};

using Verdict = std::variant<Admission, Failure>;

/// Decides who may log in. Any thread.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  virtual Verdict check(const LoginAttempt& attempt) const = 0;
};

/// Lets everybody in, with any username, into any realm.
class OpenDoor final : public Authenticator {
 public:
  Verdict check(const LoginAttempt& attempt) const override {
    return Admission{.realm = std::string(attempt.realm)};
  }
};

}  // namespace signalbox::auth
