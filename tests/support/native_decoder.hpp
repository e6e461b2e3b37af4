// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "dialect/native/words.hpp"
#include "signalbox/base/error_code.hpp"
#include "signalbox/dialect/native.hpp"
#include "support/padded.hpp"

namespace signalbox::test {

using Decoded = std::variant<dialect::Request, dialect::Refusal>;

/// The native dialect with the message that it was given last, so that views stay valid until the
/// next one.
class NativeDecoder {
 public:
  explicit NativeDecoder(dialect::NativeGreeting greeting = {"0.0.0", 25})
      : greeting_(std::move(greeting)), dialect_(dialect::make_native(greeting_)) {}

  Decoded decode(std::string_view text, std::string_view filler = "\"}]") {
    message_ = Padded(text, filler);
    return dialect_->decode(message_.text());
  }

  /// Where the last message lies, to see that views are views of it.
  std::string_view text() const { return message_.text(); }

  template <class Message>
  std::string encode(const Message& message) const {
    std::string out;
    dialect_->encode(message, out);
    return out;
  }

  const dialect::Dialect& dialect() const { return *dialect_; }

 private:
  dialect::NativeGreeting greeting_;
  std::unique_ptr<dialect::Dialect> dialect_;
  Padded message_{""};
};

/// What the client called its message, behind the rest.
inline std::string show_id(std::string_view id) { return id.empty() ? "" : " #" + std::string(id); }

inline std::string show(const domain::Login& login) {
  return "login '" + std::string(login.username) + "'" + show_id(login.id);
}

inline std::string show(const domain::Logout& logout) { return "logout" + show_id(logout.id); }

inline std::string show(const dialect::AskIceServers& question) {
  return "ask for ICE servers" + show_id(question.id);
}

inline std::string show(const dialect::Ping& ping) { return "ping" + show_id(ping.id); }

inline std::string show(const domain::Relay& relay) {
  std::string shown(dialect::native::word_of(relay.signal));
  shown += relay.to ? " to '" + std::string(*relay.to) + "'" : " to the current peer";
  if (!relay.payload.empty()) shown.append(": ").append(relay.payload);
  if (relay.wants_ack) shown += ", with ack";
  return shown + show_id(relay.id);
}

inline std::string show(const dialect::Refusal& refusal) {
  std::string shown(name_of(refusal.failure.code));
  if (!refusal.type.empty()) shown += " of " + refusal.type;
  if (!refusal.other_username.empty()) shown += " to '" + refusal.other_username + "'";
  return shown + ": " + refusal.failure.message + show_id(refusal.id);
}

/// One line that says all there is in a decoded message, so that a table can expect it and a
/// failed check reads well.
inline std::string show(const Decoded& decoded) {
  if (const auto* refusal = std::get_if<dialect::Refusal>(&decoded)) return show(*refusal);
  return std::visit([](const auto& command) { return show(command); },
                    std::get<dialect::Request>(decoded));
}

}  // namespace signalbox::test
