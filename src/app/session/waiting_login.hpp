// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "signalbox/domain/command.hpp"

namespace signalbox::app {

/// A login that outlives its message, because the application's server is being asked about it, or
/// because the session that has the name has been told to leave.
class WaitingLogin {
 public:
  explicit WaitingLogin(const domain::Login& login)
      : username_(login.username),
        realm_(login.realm),
        id_(login.id),
        wants_resume_(login.wants_resume),
        had_token_(login.resume.has_value()) {}

  /// The client gets another name than it has asked for.
  void rename(const std::string& username) { username_ = username; }

  /// Views are this object's. A resume token is empty in it: it has been tried, and was wrong.
  domain::Login read() const {
    return {.username = username_,
            .id = id_,
            .wants_resume = wants_resume_,
            .resume = had_token_ ? std::optional<domain::Resume>(domain::Resume{}) : std::nullopt,
            .realm = realm_};
  }

 private:
  std::string username_;
  std::string realm_;
  std::string id_;
  bool wants_resume_;
  bool had_token_;
};

}  // namespace signalbox::app
