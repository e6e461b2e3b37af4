// SPDX-License-Identifier: MIT
#include "client.hpp"

#include <algorithm>
#include <utility>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

/// Of a refusal, what an error message repeats.
constexpr std::size_t kEcho = 300;

std::string upgrade_request(const Target& target, std::string_view name) {
  // The key is the example of RFC 6455; nothing is gained by having a new one each time, and the
  // server's answer to it is the conformance suite's business.
  return "GET " + (target.path.empty() ? target.dialect->path(name) : target.path) +
         " HTTP/1.1\r\nHost: " + target.text +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

}  // namespace

Client::Client(Loop& loop, const Target& target, std::size_t number, std::string name,
               std::uint32_t source)
    : loop_(loop), target_(target), name_(std::move(name)), number_(number), source_(source) {}

void Client::open(ClientEvents& events) {
  events_ = &events;
  partial_.clear();
  unsent_.clear();
  stream_.connect(target_, source_);
  state_ = State::connecting;
  loop_.add(stream_.descriptor(), *this, /*writable=*/true);
}

void Client::on_ready(std::uint32_t epoll_events) {
  if (state_ == State::connecting) return on_connected();
  if (state_ == State::securing) return secure();
  if ((epoll_events & EPOLLOUT) != 0) write_unsent();
  if ((epoll_events & ~std::uint32_t{EPOLLOUT}) != 0) read();
}

void Client::on_connected() {
  stream_.finish_connecting();
  state_ = State::securing;
  loop_.change(stream_.descriptor(), *this, /*writable=*/false);
  secure();
}

void Client::secure() {
  if (!stream_.secure()) return;
  state_ = State::upgrading;
  send(upgrade_request(target_, name_));
}

void Client::send(std::string_view frames) {
  if (unsent_.empty()) {
    const std::ptrdiff_t sent = stream_.write(frames);
    if (sent < 0) return end();
    frames.remove_prefix(static_cast<std::size_t>(sent));
    if (frames.empty()) return;
    loop_.change(stream_.descriptor(), *this, /*writable=*/true);
  }
  unsent_ += frames;
}

void Client::write_unsent() {
  const std::ptrdiff_t sent = stream_.write(unsent_);
  if (sent < 0) return end();
  unsent_.erase(0, static_cast<std::size_t>(sent));
  if (unsent_.empty()) loop_.change(stream_.descriptor(), *this, /*writable=*/false);
}

void Client::close() {
  static const std::string normal_closure = client_frame(Opcode::close, {"\x03\xE8", 2});
  state_ = State::closing;
  send(normal_closure);
}

void Client::read() {
  const auto buffer = loop_.buffer();
  std::ranges::copy(partial_, buffer.begin());
  const std::ptrdiff_t got = stream_.read(buffer.subspan(partial_.size()));
  if (got < 0) return;
  if (got == 0) return end();
  std::string_view bytes(buffer.data(), partial_.size() + static_cast<std::size_t>(got));
  while (true) {
    const std::size_t taken = take(bytes);
    if (state_ == State::closed || state_ == State::connecting) return;
    bytes.remove_prefix(taken);
    if (taken == 0 || bytes.empty()) break;
  }
  if (bytes.empty() && partial_.empty()) return;
  partial_.assign(bytes);
  if (bytes.empty()) partial_.shrink_to_fit();
}

/// Handles what is at the front of `bytes` and says how long it was; 0: more must come.
std::size_t Client::take(std::string_view bytes) {
  if (state_ == State::upgrading) return take_upgrade(bytes);
  const ServerFrame frame = read_server_frame(bytes);
  if (frame.size != 0) on_frame(frame.opcode, frame.payload);
  return frame.size;
}

std::size_t Client::take_upgrade(std::string_view bytes) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  const std::size_t end = bytes.find(kEnd);
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101 ")) {
    throw Failure("the server did not upgrade to a WebSocket: " +
                  std::string(bytes.substr(0, bytes.find('\r'))));
  }
  state_ = State::logging_in;
  const std::string login = target_.dialect->login(name_);
  if (!login.empty()) send(client_frame(Opcode::text, login));
  return end + kEnd.size();
}

void Client::on_frame(Opcode opcode, std::string_view payload) {
  switch (opcode) {
    case Opcode::text:
      return on_text(payload);
    case Opcode::ping:
      return send(client_frame(Opcode::pong, payload));
    case Opcode::close:
      if (state_ != State::closing) {
        throw Failure("the server closed the connection: " +
                      std::string(payload.substr(std::min<std::size_t>(2, payload.size()))));
      }
      return end();
    default:
      return;
  }
}

void Client::on_text(std::string_view text) {
  if (state_ == State::closing) return;
  if (state_ == State::ready) {
    if (events_ != nullptr) events_->on_message(*this, text);
    return;
  }
  if (!target_.dialect->is_welcome(text)) {
    throw Failure("the server refused the login of " + name_ + ": " +
                  std::string(text.substr(0, kEcho)));
  }
  state_ = State::ready;
  events_->on_welcome(*this);
}

void Client::end() {
  if (state_ != State::closing) throw Failure("the server cut the connection of " + name_);
  stream_.close();
  state_ = State::closed;
  if (events_ != nullptr) events_->on_closed(*this);
}

}  // namespace signalbox::bench
