// SPDX-License-Identifier: MIT
// Bytes go through the frame parser, and each whole message goes up to the handler at once. After
// 64 frames other clients have their turn, and the rest of the bytes waits. An idle client has no
// parser: one is kept only while a frame or a message has come in part.
#include "net/websocket/websocket_protocol.hpp"

#include <algorithm>
#include <utility>

#include "net/shard_context.hpp"
#include "net/websocket/close_code.hpp"
#include "net/websocket/frame_writer.hpp"

namespace signalbox::net::websocket {
namespace {

/// Of one client, before others have their turn.
constexpr unsigned kFramesInTurn = 64;

}  // namespace

WebSocketProtocol::WebSocketProtocol(Connection& connection, ClientPort& port)
    : connection_(connection),
      handler_(&port.open(*this)),
      heartbeat_(connection.shard().now + connection.shard().limits.ping_interval) {}

Taken WebSocketProtocol::on_bytes(std::span<char> bytes) {
  heartbeat_.heard();
  if (failed_) return {bytes.size()};
  FrameParser parser = parser_ ? std::move(*parser_) : FrameParser();
  std::span<char> rest = bytes;
  unsigned left = kFramesInTurn;
  while (handle(parser.next(rest, most_message())) && --left != 0) {
  }
  if (left == 0 && !rest.empty()) connection_.wait_for_turn();
  // What most clients are most of the time, idle, costs them no parser.
  if (parser.is_idle()) {
    parser_.reset();
  } else if (parser_) {
    *parser_ = std::move(parser);
  } else {
    parser_ = std::make_unique<FrameParser>(std::move(parser));
  }
  connection_.hold_unfinished(parser_ ? parser_->memory() : 0);
  // What is not read is for later: the client has had its turn, is slowed down, or moves to another
  // shard.
  return {connection_.is_reading() ? bytes.size() : bytes.size() - rest.size()};
}

std::size_t WebSocketProtocol::most_message() const {
  const std::size_t most = connection_.shard().limits.message_bytes;
  return is_known_ ? most : std::min(most, Limits::kBytesBeforeLogin);
}

bool WebSocketProtocol::handle(const Frame& frame) {
  if (frame.kind == Frame::Kind::need_more) return false;
  if (frame.kind == Frame::Kind::close) {
    handle_close(frame);
    return false;
  }
  if (closing_) {
    failed_ = frame.kind == Frame::Kind::violation;
    return !failed_;
  }
  switch (frame.kind) {
    case Frame::Kind::text:
      handler_->on_text(frame.payload);
      break;
    case Frame::Kind::binary:
      handler_->on_binary();
      break;
    case Frame::Kind::too_large:
      handler_->on_too_large();
      break;
    case Frame::Kind::fragment:
      (void)handler_->take_frame();
      break;
    case Frame::Kind::ping:
      if (handler_->take_frame()) connection_.send(ControlFrame::pong(frame.payload).view());
      break;
    case Frame::Kind::pong:
      if (handler_->take_frame()) handler_->on_pong(frame.payload);
      break;
    case Frame::Kind::violation:
      failed_ = true;
      close(frame.reason);
      return false;
    default:
      break;
  }
  return connection_.is_reading();
}

void WebSocketProtocol::handle_close(const Frame& frame) {
  if (closing_) {
    // Both sides have said goodbye: the server is the one to close (RFC 6455 section 7.1.1).
    if (connection_.has_said_goodbye()) connection_.cut(CloseReason::client_closed);
    return;
  }
  answered_close_code_ = frame.close_code;
  const bool is_final = frame.close_code == kNormalClosure || frame.close_code == kNoStatus;
  close(is_final ? CloseReason::client_closed : CloseReason::client_left);
}

void WebSocketProtocol::send_text(std::string_view text) {
  connection_.send(FrameHeader(Opcode::text, text.size()).view(), text);
}

std::optional<Limit> WebSocketProtocol::used_up(OutboxShare share) {
  return connection_.used_up(share);
}

void WebSocketProtocol::close(CloseReason reason) {
  closing_ = true;
  connection_.finish(reason);
}

void WebSocketProtocol::ping() {
  const std::string payload = handler_ == nullptr ? std::string() : handler_->ping_payload();
  connection_.send(ControlFrame::ping(payload).view());
}

void WebSocketProtocol::move_to(Shard& shard, std::string_view text, const Conduct& conduct) {
  handler_ = nullptr;
  connection_.depart(shard, {std::string(text), conduct});
}

void WebSocketProtocol::on_moved(ClientPort& port, std::string_view text, const Conduct& conduct) {
  handler_ = &port.open(*this);
  handler_->on_arrival(text, conduct);
}

void WebSocketProtocol::on_finish(CloseReason reason) {
  closing_ = true;
  tell_closed(reason);
  const CloseReasonEntry& entry = describe(reason);
  const std::uint16_t code = answered_close_code_ != 0 ? answered_close_code_ : entry.close_code;
  connection_.send(ControlFrame::close(code, entry.text).view());
}

TimePoint WebSocketProtocol::on_tick(TimePoint now) {
  // Of a client that is not read nothing can be heard.
  if (!connection_.is_reading()) heartbeat_.heard();
  const TimePoint next = handler_ == nullptr ? TimePoint::max() : handler_->on_tick(now);
  switch (heartbeat_.tick(now, connection_.shard().limits.ping_interval)) {
    case Heartbeat::Action::none:
      break;
    case Heartbeat::Action::ping:
      ping();
      break;
    case Heartbeat::Action::dead:
      connection_.cut(CloseReason::ping_timeout);
      break;
  }
  return std::min(next, heartbeat_.next());
}

void WebSocketProtocol::on_end(CloseReason reason) { tell_closed(reason); }

void WebSocketProtocol::tell_closed(CloseReason reason) {
  if (auto* const handler = std::exchange(handler_, nullptr)) handler->on_closed(reason);
}

}  // namespace signalbox::net::websocket
