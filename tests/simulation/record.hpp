// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "signalbox/base/clock.hpp"

namespace signalbox::simulation {

class Link;
struct Record;

/// One thing that a client says to another. Its number is its payload and its id.
struct Utterance {
  std::string type;
  std::string to;
  Record* from = nullptr;
  bool wants_ack = false;
  std::size_t taken = 0;  ///< the step in which the server took it; 0: not yet
  const Record* heard_by = nullptr;
  bool refused = false;
  bool acknowledged = false;
};

/// What the referee knows of one of the server's sessions.
struct Record {
  std::string id;
  std::string username;
  std::string realm;
  std::size_t client = 0;
  std::size_t begun = 0;  ///< the step
  std::size_t ended = 0;  ///< 0: it has not
  bool may_resume = false;
  bool is_coming_back = false;  ///< its client, which may lack what is forgotten

  Link* link = nullptr;  ///< null: its client is away
  TimePoint until{};     ///< while it is away
  std::size_t worker = 0;

  std::size_t taken = 0;           ///< messages that the server has of its client
  std::vector<std::string> texts;  ///< what the server has for its client, all from the beginning

  struct Call {
    Record* other;
    std::size_t taken;  ///< the step in which the server took what last made or renewed it
  };
  std::vector<Call> calls;                            ///< of which it knows by an offer or answer
  std::set<std::string> rung;                         ///< usernames that it sent one to
  std::set<std::string> hung_up;                      ///< usernames that it sent a close to
  std::map<const Record*, std::size_t> last_heard{};  ///< the number, by sender
};

/// The session, or one before or after it with that name, is whom this is for.
inline bool is_addressee(const Record& record, const Utterance& utterance) {
  return record.username == utterance.to && record.realm == utterance.from->realm;
}

}  // namespace signalbox::simulation
