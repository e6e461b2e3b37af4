// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "signalbox/base/clock.hpp"
#include "signalbox/base/close_reason.hpp"
#include "simulation/link.hpp"
#include "simulation/record.hpp"
#include "simulation/scenario.hpp"

namespace signalbox::simulation {

/// Sees all that the server hears and says, knows what it may say, and throws a `Violation` where
/// it says anything else. What the server says to whom is judged when it says it for the first
/// time; what it says again must be the same.
class Referee {
 public:
  explicit Referee(const Scenario& scenario) : scenario_(scenario) {}

  // What happens, in the order in which it does.
  void begin_step(TimePoint now);
  /// The number of what a client says.
  std::size_t said(Utterance utterance);
  /// The server hears this text, which is the utterance of that number; 0: something else.
  void takes(Link& link, std::size_t number);
  void takes_logout(Link& link);
  void takes_login(Link& link, std::string_view text);
  void sent(Link& link, std::string_view text);
  void closes(Link& link, CloseReason reason);
  /// The server is told that the link has ended.
  void ends(Link& link, CloseReason reason);
  void ticks();
  void end_turn();

  /// After each step.
  void check_names(std::size_t logged_in);
  /// When everything has arrived that can: nothing is lost.
  void check_complete() const;

  /// Null: the server has never begun such a session.
  Record* find(std::string_view id);
  Utterance& utterance(std::size_t number) { return utterances_[number - 1]; }
  std::size_t utterances() const { return utterances_.size(); }
  const std::deque<Record>& records() const { return records_; }

 private:
  using Json = nlohmann::json;

  void answered(Link& link, const Json& answer);
  void begun(Link& link, const Json& answer);
  void resumed(Link& link, const Json& answer);
  void not_logged_in(const Link& link, const Json& answer) const;
  void judge(Record& record, const Json& message);
  void judge_signal(Record& record, const Json& message, std::size_t number);
  void judge_error(Record& record, const Json& message);
  void judge_ack(Record& record, const Json& message);
  void judge_end(Record& record, const Json& message);
  bool judge_displaced(Record& record, const std::string& username) const;
  void close_call(Record& record, const std::string& username) const;
  void end(Record& record) const;
  /// Whether the session may have ended without a sign that can be seen from here.
  bool may_have_ended(const Record& record) const;
  bool is_lost_with_reason(const Utterance& utterance) const;
  void check_calls(const Record& record) const;

  const Scenario& scenario_;
  std::size_t step_ = 0;
  TimePoint now_{};
  std::deque<Record> records_;
  std::deque<Utterance> utterances_;
  std::size_t ended_links_ = 0;    ///< since names were checked
  bool has_ticked_ = false;        ///< the same
  std::size_t missing_ = 0;        ///< sessions that have ended without a sign
  std::vector<Record*> replaced_;  ///< in this turn: ended, unless it goes on over another link
};

}  // namespace signalbox::simulation
