// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/session_report.hpp"
#include "app/worker.hpp"
#include "signalbox/domain/hub.hpp"

namespace signalbox::app {

/// A place in the list of all sessions.
struct Cursor {
  std::size_t worker = 0;
  std::uint32_t slot = 0;

  /// 1-42
  std::string text() const;
  static std::optional<Cursor> parse(std::string_view text);
};

/// All sessions of all threads, for the operator. Asks the threads and waits, so never call it on
/// one of them. Nothing, everywhere: a thread has not answered in time.
class SessionDirectory {
 public:
  /// Both must outlive it.
  SessionDirectory(const std::vector<std::unique_ptr<Worker>>& workers, const domain::Hub& hub)
      : workers_(workers), hub_(hub) {}

  struct Page {
    std::vector<SessionReport> sessions;
    std::optional<Cursor> next;  ///< nothing: these were the last
  };

  /// About `limit` sessions from there on whose username contains `part`. It is no snapshot: one
  /// that comes or goes meanwhile may be missing.
  std::optional<Page> list(Cursor from, std::size_t limit, const std::string& part) const;

  /// That has this id, if there can be one: as the log writes it.
  SessionId with_id(std::string_view id) const;

  /// That is logged in so, if one is.
  SessionId with_username(std::string_view username, std::string_view realm) const;

  /// No report: it has just ended.
  std::optional<std::optional<SessionReport>> report(SessionId id) const;

  /// Ends it. Returns false if it has just ended by itself.
  std::optional<bool> kick(SessionId id) const;

 private:
  const std::vector<std::unique_ptr<Worker>>& workers_;
  const domain::Hub& hub_;
};

}  // namespace signalbox::app
