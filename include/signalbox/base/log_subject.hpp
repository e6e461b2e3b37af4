// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

/// The session that this thread's lines in the log are about, and what has happened to it, for as
/// long as this object lives. So the line carries the session's id in every form of the log.
class LogSubject {
 public:
  /// `event` is a word for programs, like `ended`; it must outlive this object.
  LogSubject(std::string session, std::string_view event)
      : session_(std::move(session)), event_(event), outer_(std::exchange(innermost(), this)) {}
  ~LogSubject() { innermost() = outer_; }
  LogSubject(const LogSubject&) = delete;
  LogSubject& operator=(const LogSubject&) = delete;
  LogSubject(LogSubject&&) = delete;
  LogSubject& operator=(LogSubject&&) = delete;

  /// Of this thread. Returns null if the line is about no session.
  static const LogSubject* current() { return innermost(); }

  const std::string& session() const { return session_; }
  std::string_view event() const { return event_; }

 private:
  static const LogSubject*& innermost() {
    thread_local const LogSubject* subject = nullptr;
    return subject;
  }

  std::string session_;
  std::string_view event_;
  const LogSubject* outer_;
};

}  // namespace signalbox
