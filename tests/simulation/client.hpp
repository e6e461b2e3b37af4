// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/link.hpp"
#include "simulation/referee.hpp"

namespace signalbox::simulation {

/// A client that keeps to docs/protocol.md, and knows only what it has heard.
class Client {
 public:
  Client(Referee& referee, std::size_t number, std::string username, bool resumes)
      : referee_(referee), number_(number), username_(std::move(username)), resumes_(resumes) {}

  /// It has a new link, and logs in.
  void connect(Link& link);
  /// It learns that its link is no more.
  void disconnect();

  /// Over its link, or over the next one: a client that may come back keeps what it says.
  void say(const std::string& type, const std::string& to, bool wants_ack);
  void ping();
  void log_out();

  /// A frame arrives over its link.
  void hear(const Frame& frame);

  bool is_connected() const { return link_ != nullptr; }
  bool is_logged_in() const { return state_ == State::logged_in; }
  bool is_logged_out() const { return link_ != nullptr && state_ == State::logged_out; }
  void log_in();
  /// Has a session, which it has not given up.
  bool may_speak() const;

  /// All has arrived that its session and it have said to each other.
  void check_complete() const;

  std::size_t number() const { return number_; }
  const std::string& username() const { return username_; }
  Link* link() const { return link_; }
  /// Null: it has no session that it knows of.
  Record* record() const { return record_; }

 private:
  enum class State { logged_out, logging_in, logged_in, logging_out };

  void hear_login(const nlohmann::json& answer);
  void send(std::string text);
  void forget_session();

  Referee& referee_;
  std::size_t number_;
  std::string username_;
  bool resumes_;
  State state_ = State::logged_out;
  Link* link_ = nullptr;
  Record* record_ = nullptr;
  std::string token_;              ///< empty: none
  std::vector<std::string> said_;  ///< in this session
  std::size_t received_ = 0;       ///< messages of this session
};

}  // namespace signalbox::simulation
