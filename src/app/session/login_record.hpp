// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "app/session/waiting_login.hpp"
#include "signalbox/auth/authenticator.hpp"
#include "signalbox/domain/command.hpp"

namespace signalbox::app {

/// What a session keeps of its login. Most sessions have nothing to keep: it is a pointer's size.
class LoginRecord {
 public:
  /// A login has no answer yet.
  bool is_waiting() const { return kept_ && kept_->waiting; }

  void wait(const domain::Login& login) { kept().waiting.emplace(login); }

  /// Takes what there is to be.
  WaitingLogin end_waiting() {
    WaitingLogin waiting = std::move(*kept_->waiting);
    kept_->waiting.reset();
    drop_if_empty();
    return waiting;
  }

  /// What the application's server has granted; null: it knows of no such client.
  const auth::Admission* admission() const {
    return kept_ && kept_->admission ? &*kept_->admission : nullptr;
  }

  bool sets_lifetime() const { return admission() != nullptr && admission()->lifetime; }

  void admit(auth::Admission admission) { kept().admission = std::move(admission); }

  std::optional<auth::Admission> end_admission() {
    if (admission() == nullptr) return std::nullopt;
    auto admission = std::exchange(kept_->admission, std::nullopt);
    drop_if_empty();
    return admission;
  }

 private:
  struct Kept {
    std::optional<WaitingLogin> waiting;
    std::optional<auth::Admission> admission;
  };

  Kept& kept() {
    if (!kept_) kept_ = std::make_unique<Kept>();
    return *kept_;
  }

  void drop_if_empty() {
    if (!kept_->waiting && !kept_->admission) kept_.reset();
  }

  std::unique_ptr<Kept> kept_;
};

}  // namespace signalbox::app
