// SPDX-License-Identifier: MIT
#include "simulation/client.hpp"

#include <utility>

#include "simulation/violation.hpp"

namespace signalbox::simulation {

using Json = nlohmann::json;

namespace {

constexpr const char* kPing = R"({"type":"ping"})";
constexpr const char* kLogout = R"({"type":"logout"})";

}  // namespace

void Client::connect(Link& link) {
  link_ = &link;
  state_ = State::logged_out;
  log_in();
}

void Client::log_in() {
  Json login{{"type", "login"}, {"username", username_}};
  if (resumes_) login["resume"] = true;
  if (!token_.empty()) login["resume"] = {{"token", token_}, {"received", received_}};
  link_->say({.kind = Frame::Kind::text, .text = login.dump()});
  state_ = State::logging_in;
}

void Client::disconnect() {
  link_ = nullptr;
  state_ = State::logged_out;
  if (token_.empty()) forget_session();
}

void Client::forget_session() {
  record_ = nullptr;
  token_.clear();
  said_.clear();
  received_ = 0;
}

bool Client::may_speak() const {
  if (record_ == nullptr || (!said_.empty() && said_.back() == kLogout)) return false;
  return link_ == nullptr || state_ == State::logged_in;
}

void Client::say(const std::string& type, const std::string& to, bool wants_ack) {
  const std::size_t number =
      referee_.said({.type = type, .to = to, .from = record_, .wants_ack = wants_ack});
  Json message{{"type", type}, {"otherUsername", to}, {"id", number}};
  if (type == "close") {
    message["reason"] = std::to_string(number);
  } else {
    message[type == "message" ? "data" : type] = number;
  }
  if (wants_ack) message["ack"] = true;
  send(message.dump());
}

void Client::ping() { send(kPing); }

void Client::log_out() {
  send(kLogout);
  state_ = State::logging_out;
}

void Client::send(std::string text) {
  said_.push_back(text);
  if (link_ != nullptr) {
    link_->say({.kind = Frame::Kind::text, .text = std::move(text)});
  }
}

void Client::hear(const Frame& frame) {
  switch (frame.kind) {
    case Frame::Kind::ping:
      link_->say({.kind = Frame::Kind::pong, .text = frame.text});
      return;
    case Frame::Kind::close:
      // Whom another has replaced must not fight for its place.
      if (frame.reason == CloseReason::replaced) forget_session();
      return disconnect();
    default:
      break;
  }
  const Json message = Json::parse(frame.text);
  if (message.at("type") == "login") return hear_login(message);
  require(record_ != nullptr, "client {} hears {} without a login", number_, frame.text);
  if (message.at("type") == "logout") {
    forget_session();
    state_ = State::logged_out;
    return;
  }
  require(received_ < record_->texts.size() && record_->texts[received_] == frame.text,
          "{} hears as number {}: {}", username_, received_, frame.text);
  ++received_;
}

void Client::hear_login(const Json& answer) {
  if (answer.at("success") == false) {
    state_ = State::logged_out;
    return;
  }
  state_ = State::logged_in;
  if (!answer.value("resumed", false)) {
    forget_session();
    record_ = referee_.find(answer.at("session").get<std::string>());
    if (answer.contains("resume")) token_ = answer.at("resume").at("token");
    return;
  }
  for (std::size_t i = answer.at("received"); i < said_.size(); ++i) {
    link_->say({.kind = Frame::Kind::text, .text = said_[i]});
  }
  if (!said_.empty() && said_.back() == kLogout) state_ = State::logging_out;
}

void Client::check_complete() const {
  if (record_ == nullptr || record_->ended != 0) return;
  require(record_->taken == said_.size(), "{} has said {} messages, and the server has {}",
          username_, said_.size(), record_->taken);
  require(received_ == record_->texts.size(), "{} was sent {} messages, and has {}", username_,
          record_->texts.size(), received_);
}

}  // namespace signalbox::simulation
