// SPDX-License-Identifier: MIT
#include "simulation/referee.hpp"

#include <algorithm>
#include <utility>

#include "simulation/violation.hpp"

namespace signalbox::simulation {

void Referee::begin_step(TimePoint now) {
  ++step_;
  now_ = now;
}

std::size_t Referee::said(Utterance utterance) {
  utterances_.push_back(std::move(utterance));
  return utterances_.size();
}

void Referee::takes(Link& link, std::size_t number) {
  if (link.record == nullptr) return;
  ++link.record->taken;
  if (number == 0) return;
  Utterance& utterance = this->utterance(number);
  require(utterance.taken == 0, "the simulation itself has sent {} twice", number);
  utterance.taken = step_;
  if (utterance.type == "close") close_call(*link.record, utterance.to);
  if (utterance.type == "offer" || utterance.type == "answer") {
    link.record->rung.insert(utterance.to);
  }
}

void Referee::takes_logout(Link& link) {
  if (link.record == nullptr) return;
  ++link.record->taken;
  end(*link.record);
}

/// Which of two calls with one name a close ends is not known here: neither must be heard of.
void Referee::close_call(Record& record, const std::string& username) const {
  record.hung_up.insert(username);
  std::erase_if(record.calls,
                [&](const Record::Call& call) { return call.other->username == username; });
}

void Referee::takes_login(Link& link, std::string_view text) {
  const Json login = Json::parse(text);
  const Json resume = login.value("resume", Json());
  link.token = resume.is_object() ? resume.at("token").get<std::string>() : std::string();
  link.claimed = resume.is_object() ? resume.at("received").get<std::size_t>() : 0;
  Record* const earlier = find(link.token.substr(0, link.token.rfind('-')));
  if (earlier != nullptr && scenario_.is_tight) earlier->is_coming_back = true;
}

void Referee::sent(Link& link, std::string_view text) {
  const Json message = Json::parse(text);
  if (message.at("type") == "login") return answered(link, message);
  require(link.record != nullptr, "who is not logged in hears {}", text);
  Record& record = *link.record;
  if (message.at("type") == "logout") {
    link.record = nullptr;
    return;
  }
  const std::size_t number = link.next++;
  if (number < record.texts.size()) {
    require(record.texts[number] == text, "message {} of {} was {} and is now {}", number,
            record.username, record.texts[number], text);
    return;
  }
  record.texts.emplace_back(text);
  judge(record, message);
}

void Referee::closes(Link& link, CloseReason reason) {
  if (reason != CloseReason::replaced || link.record == nullptr) return;
  replaced_.push_back(link.record);
  link.record->link = nullptr;
  link.record = nullptr;
}

void Referee::ends(Link& link, CloseReason reason) {
  ++ended_links_;
  Record* const record = std::exchange(link.record, nullptr);
  if (record == nullptr) return;
  record->link = nullptr;
  if (!record->may_resume || !describe(reason).is_resumable) return end(*record);
  record->until = now_ + scenario_.limits.resume_window;
}

void Referee::ticks() {
  has_ticked_ = true;
  for (Record& record : records_) {
    if (record.ended == 0 && record.link == nullptr && record.until <= now_) end(record);
  }
}

void Referee::end_turn() {
  for (Record* const record : std::exchange(replaced_, {})) {
    if (record->link == nullptr) end(*record);
  }
}

void Referee::end(Record& record) const {
  if (record.ended == 0) record.ended = step_;
}

bool Referee::may_have_ended(const Record& record) const {
  if (record.ended != 0) return true;
  return record.link == nullptr && (record.is_coming_back || scenario_.is_cramped ||
                                    scenario_.on_duplicate == OnDuplicate::replace);
}

Record* Referee::find(std::string_view id) {
  const auto found = std::ranges::find(records_, id, &Record::id);
  return found == records_.end() ? nullptr : &*found;
}

void Referee::check_names(std::size_t logged_in) {
  std::size_t least = 0;
  std::size_t most = 0;
  for (const Record& record : records_) {
    if (record.ended == 0) ++most;
    if (!may_have_ended(record)) ++least;
  }
  require(least <= logged_in && logged_in <= most, "{} names are held, by {} to {} sessions",
          logged_in, least, most);
  // Whose client goes away may take the place of another one that is away; nobody takes two, and
  // none ends because another one has.
  const std::size_t missing = most - logged_in;
  require(missing <= missing_ + ended_links_ || has_ticked_ ||
              scenario_.on_duplicate == OnDuplicate::replace,
          "{} sessions have ended with {} links", missing - std::min(missing, missing_),
          ended_links_);
  missing_ = missing;
  ended_links_ = 0;
  has_ticked_ = false;
}

void Referee::check_complete() const {
  for (std::size_t i = 0; i < utterances_.size(); ++i) {
    const Utterance& utterance = utterances_[i];
    if (utterance.taken == 0 || utterance.heard_by != nullptr || utterance.refused) continue;
    require(is_lost_with_reason(utterance), "{} {} from {} to {} was lost", utterance.type, i + 1,
            utterance.from->username, utterance.to);
  }
  for (const Record& record : records_) {
    if (record.ended == 0) check_calls(record);
  }
}

/// Whoever was to hear of it has gone.
bool Referee::is_lost_with_reason(const Utterance& utterance) const {
  const auto may_have_had_it = [&](const Record& record) {
    return is_addressee(record, utterance) && record.ended >= utterance.taken;
  };
  if (std::ranges::any_of(records_, may_have_had_it)) return true;
  if (utterance.from->ended == 0) return false;
  if (scenario_.may_refuse()) return true;
  // Its sender may have been told that there was nobody, and has gone since.
  const auto is_there = [&](const Record& record) {
    return is_addressee(record, utterance) && record.ended == 0 && record.begun <= utterance.taken;
  };
  if (std::ranges::none_of(records_, is_there)) return true;
  // Or that the one with whom it had a call was no longer there, for whose namesake it was not.
  return utterance.type != "offer" && std::ranges::any_of(records_, [&](const Record& record) {
           return is_addressee(record, utterance) && record.ended != 0 &&
                  (utterance.from->rung.contains(utterance.to) ||
                   utterance.from->last_heard.contains(&record));
         });
}

void Referee::check_calls(const Record& record) const {
  for (const Record::Call& call : record.calls) {
    require(call.other->ended == 0, "{} has never heard that its call with {} ({}) has ended",
            record.username, call.other->username, call.other->id);
  }
}

}  // namespace signalbox::simulation
