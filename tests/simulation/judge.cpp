// SPDX-License-Identifier: MIT
// What the server says, compared with what it may say.
#include <algorithm>
#include <string>

#include "simulation/referee.hpp"
#include "simulation/violation.hpp"

namespace signalbox::simulation {
namespace {

/// Ours, or 0: what the server has made up.
std::size_t number_in(const nlohmann::json& message, const std::string& type) {
  if (type == "close") {
    const std::string reason = message.value("reason", "");
    const bool is_number =
        !reason.empty() && std::ranges::all_of(reason, [](char c) { return c >= '0' && c <= '9'; });
    return is_number ? std::stoul(reason) : 0;
  }
  return message.at(type == "message" ? "data" : type).get<std::size_t>();
}

bool connects(const std::string& type) { return type == "offer" || type == "answer"; }

}  // namespace

void Referee::answered(Link& link, const Json& answer) {
  if (answer.at("success") == false) return not_logged_in(link, answer);
  require(link.record == nullptr, "{} is logged in twice over one link", link.client);
  answer.value("resumed", false) ? resumed(link, answer) : begun(link, answer);
}

void Referee::begun(Link& link, const Json& answer) {
  const auto username = answer.at("username").get<std::string>();
  const std::string realm(link.realm());
  require(answer.value("realm", "") == realm, "{} is not in '{}'", username, realm);
  for (Record& other : records_) {
    if (other.username != username || other.realm != realm || other.ended != 0) continue;
    const bool is_leaving = std::ranges::find(replaced_, &other) != replaced_.end();
    require(is_leaving || may_have_ended(other), "{} belongs to {} and to {}", username, other.id,
            answer.at("session").get<std::string>());
    end(other);
  }
  Record& record = records_.emplace_back();
  record.id = answer.at("session").get<std::string>();
  record.username = username;
  record.realm = realm;
  record.client = link.client;
  record.worker = link.worker;
  record.begun = step_;
  record.may_resume = answer.contains("resume");
  record.link = &link;
  link.record = &record;
  link.next = 0;
}

void Referee::resumed(Link& link, const Json& answer) {
  Record* const record = find(answer.at("session").get<std::string>());
  require(record != nullptr && record->client == link.client && record->may_resume &&
              record->username == answer.at("username"),
          "client {} has got a session that was never its own: {}", link.client, answer.dump());
  require(record->ended == 0, "session {} goes on after its end", record->id);
  require(answer.at("received") == record->taken, "{} is told that {} of its messages arrived: {}",
          record->username, answer.at("received").get<std::size_t>(), record->taken);
  require(link.claimed <= record->texts.size(), "the simulation itself claims too much");
  record->is_coming_back = false;
  record->link = &link;
  link.record = record;
  link.next = link.claimed;
}

void Referee::not_logged_in(const Link& link, const Json& answer) const {
  const auto code = answer.at("error").at("code").get<std::string>();
  const auto& username = answer.at("error").at("message").get_ref<const std::string&>();
  require(code == "username_taken", "client {} may not log in: {}", link.client, code);
  require(scenario_.on_duplicate == OnDuplicate::reject, "a newer login does not win");
  const bool is_taken = std::ranges::any_of(records_, [&](const Record& record) {
    return record.ended == 0 && record.realm == link.realm() &&
           username.find('\'' + record.username + '\'') != std::string::npos;
  });
  require(is_taken, "a name is held by nobody: {}", username);
}

void Referee::judge(Record& record, const Json& message) {
  const auto type = message.at("type").get<std::string>();
  if (type == "error") return judge_error(record, message);
  if (type == "ack") return judge_ack(record, message);
  if (type == "pong" || type == "reconnect") return;
  const std::size_t number = number_in(message, type);
  number == 0 ? judge_end(record, message) : judge_signal(record, message, number);
}

void Referee::judge_signal(Record& record, const Json& message, std::size_t number) {
  require(number <= utterances_.size(), "{} hears what nobody said: {}", record.username,
          message.dump());
  Utterance& utterance = this->utterance(number);
  const Record& sender = *utterance.from;
  require(utterance.type == message.at("type") && sender.username == message.at("username"),
          "{} from {} was changed: {}", number, sender.username, message.dump());
  require(sender.realm == record.realm, "{} of '{}' hears {}, who is not", record.username,
          record.realm, sender.username);
  require(utterance.to == record.username, "{} hears {}, which is for {}", record.username, number,
          utterance.to);
  require(utterance.taken != 0, "{} hears {} before it is said", record.username, number);
  require(record.begun <= utterance.taken, "{} hears {}, which was for another of that name",
          record.username, number);
  require(utterance.heard_by == nullptr, "{} hears {} twice", record.username, number);
  require(!utterance.refused, "{} hears {}, which was refused", record.username, number);
  std::size_t& last = record.last_heard[&sender];
  require(last < number, "{} hears {} after {}", record.username, number, last);
  last = number;
  utterance.heard_by = &record;
  if (connects(utterance.type)) {
    std::erase_if(record.calls, [&](const auto& call) { return call.other == &sender; });
    record.calls.push_back({utterance.from, utterance.taken});
    require(record.calls.size() <= scenario_.limits.peers, "{} has {} calls", record.username,
            record.calls.size());
  }
  if (utterance.type == "close") {
    std::erase_if(record.calls, [&](const auto& call) { return call.other == &sender; });
  }
}

/// The end of a session that had a call with this one, or of an offer that met a close on its way.
void Referee::judge_end(Record& record, const Json& message) {
  const auto username = message.at("username").get<std::string>();
  if (!message.contains("reason")) {
    const auto closed = std::ranges::find_if(
        record.calls, [&](const Record::Call& call) { return call.other->username == username; });
    require(closed != record.calls.end() && record.hung_up.contains(username),
            "{} hears the end of no call with {}", record.username, username);
    record.calls.erase(closed);
    return;
  }
  const auto is_over = [&](const Record& other) {
    return other.username == username && other.realm == record.realm &&
           (may_have_ended(other) || std::ranges::find(replaced_, &other) != replaced_.end());
  };
  const auto ended = std::ranges::find_if(
      record.calls, [&](const Record::Call& call) { return is_over(*call.other); });
  const bool may_be_displaced = ended == record.calls.end() && message.at("reason") == "timeout";
  if (may_be_displaced && judge_displaced(record, username)) return;
  const bool is_true = std::ranges::any_of(records_, is_over);
  require(is_true, "{} hears the end of {}, who is there: {}", record.username, username,
          message.dump());
  if (ended != record.calls.end()) {
    record.calls.erase(ended);
  } else {
    require(record.rung.contains(username), "{} hears the end of {}, with whom it has no call",
            record.username, username);
  }
}

/// A call that its one side has not answered has made way for another, though both are there.
bool Referee::judge_displaced(Record& record, const std::string& username) const {
  if (!scenario_.is_tight) return false;
  const auto call = std::ranges::find_if(
      record.calls, [&](const Record::Call& each) { return each.other->username == username; });
  if (call == record.calls.end() && !record.rung.contains(username)) return false;
  if (call != record.calls.end()) record.calls.erase(call);
  record.hung_up.insert(username);
  return true;
}

void Referee::judge_error(Record& record, const Json& message) {
  const auto code = message.at("code").get<std::string>();
  require(message.contains("id"), "{} hears an error about nothing: {}", record.username,
          message.dump());
  Utterance& utterance = this->utterance(message.at("id").get<std::size_t>());
  require(utterance.from == &record, "{} hears an error of another: {}", record.username,
          message.dump());
  require(utterance.heard_by == nullptr && !utterance.refused && !utterance.acknowledged,
          "{} is refused although it was dealt with: {}", record.username, message.dump());
  utterance.refused = true;
  if (code == "busy") {
    require(scenario_.may_refuse(), "{} hears busy", record.username);
    return;
  }
  require(code == "user_unavailable", "{} hears {}", record.username, code);
  const auto has_name = [&](const Record& other) { return is_addressee(other, utterance); };
  if (std::ranges::count_if(records_, has_name) != 1) return;
  const Record& only = *std::ranges::find_if(records_, has_name);
  require(only.begun > utterance.taken || may_have_ended(only), "{} cannot reach {}, who is there",
          record.username, only.username);
}

void Referee::judge_ack(Record& record, const Json& message) {
  Utterance& utterance = this->utterance(message.at("id").get<std::size_t>());
  require(utterance.from == &record && utterance.wants_ack && !utterance.acknowledged &&
              !utterance.refused,
          "{} hears an ack that it may not: {}", record.username, message.dump());
  require(message.at("result") == "queued" || utterance.heard_by != nullptr,
          "{} was not delivered: {}", utterance.to, message.dump());
  utterance.acknowledged = true;
}

}  // namespace signalbox::simulation
