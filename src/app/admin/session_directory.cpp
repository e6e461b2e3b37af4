// SPDX-License-Identifier: MIT
#include "app/admin/session_directory.hpp"

#include <fmt/core.h>

#include <iterator>
#include <utility>

#include "app/admin/ask.hpp"
#include "app/session/resume_token.hpp"
#include "app/session/session.hpp"
#include "signalbox/base/text/parse_number.hpp"

namespace signalbox::app {
namespace {

/// Looked at by a thread at a time; between two times it serves its clients.
constexpr std::uint32_t kSlotsAtATime = 1000;

struct Part {
  std::vector<SessionReport> sessions;
  std::uint32_t next_slot = 0;  ///< 0: that was the last one
};

Part look(const Worker& worker, std::uint32_t from, const std::string& part) {
  Part found;
  found.next_slot = worker.visit(from, kSlotsAtATime, [&](const Session& session) {
    SessionReport report = session.report();
    if (report.username.find(part) != std::string::npos) {
      found.sessions.push_back(std::move(report));
    }
  });
  return found;
}

}  // namespace

std::string Cursor::text() const { return fmt::format("{}-{}", worker, slot); }

std::optional<Cursor> Cursor::parse(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto worker = parse_number<decltype(Cursor::worker)>(text.substr(0, dash));
  const auto slot = parse_number<decltype(Cursor::slot)>(text.substr(dash + 1));
  return worker && slot ? std::optional(Cursor{*worker, *slot}) : std::nullopt;
}

std::optional<SessionDirectory::Page> SessionDirectory::list(Cursor from, std::size_t limit,
                                                             const std::string& part) const {
  Page page;
  while (from.worker < workers_.size()) {
    if (page.sessions.size() >= limit) {
      page.next = from;
      return page;
    }
    auto found = ask(*workers_[from.worker], [slot = from.slot, part](const Worker& worker) {
      return look(worker, slot, part);
    });
    if (!found) return std::nullopt;
    std::ranges::move(found->sessions, std::back_inserter(page.sessions));
    from.slot = found->next_slot;
    if (from.slot == 0) ++from.worker;
  }
  return page;
}

SessionId SessionDirectory::with_id(std::string_view id) const {
  const auto parsed = parse_session_id(id);
  return parsed && parsed->shard < workers_.size() ? *parsed : SessionId{};
}

SessionId SessionDirectory::with_username(std::string_view username, std::string_view realm) const {
  return hub_.find(realm, username);
}

std::optional<std::optional<SessionReport>> SessionDirectory::report(SessionId id) const {
  return ask(*workers_[id.shard], [id](const Worker& worker) {
    const Session* const session = worker.find(id);
    return session == nullptr ? std::nullopt : std::optional(session->report());
  });
}

std::optional<bool> SessionDirectory::kick(SessionId id) const {
  return ask(*workers_[id.shard], [id](const Worker& worker) {
    Session* const session = worker.find(id);
    if (session != nullptr) session->kick();
    return session != nullptr;
  });
}

}  // namespace signalbox::app
