// SPDX-License-Identifier: MIT
#include "simulation/link.hpp"

#include <utility>

#include "simulation/referee.hpp"

namespace signalbox::simulation {

void Link::send_text(std::string_view text) {
  referee_.sent(*this, text);
  put({.kind = Frame::Kind::text, .text = std::string(text)});
}

std::optional<Limit> Link::used_up(net::OutboxShare share) {
  const bool is_used_up = waiting_bytes_ > outbox_bytes_ >> static_cast<unsigned>(share);
  return is_used_up ? std::optional(Limit::max_outbox) : std::nullopt;
}

void Link::close(CloseReason reason) {
  // A session that is replaced ends so, also where its client was too slow in the same turn.
  referee_.closes(*this, reason);
  if (!closing) closing = reason;
}

void Link::ping() {
  put({.kind = Frame::Kind::ping,
       .text = handler == nullptr ? std::string() : handler->ping_payload()});
}

void Link::move_to(net::Shard& shard, std::string_view text, const net::Conduct& conduct) {
  handler = nullptr;
  moving_to = &shard;
  moving_for = text;
  moving_after = conduct;
}

void Link::cut() {
  is_cut = true;
  to_server.clear();
  to_client.clear();
}

void Link::put(Frame frame) {
  waiting_bytes_ += frame.text.size();
  if (waiting_bytes_ > outbox_bytes_ && !closing) closing = CloseReason::slow_client;
  if (!is_cut) to_client.push_back(std::move(frame));
}

void Link::say(Frame frame) {
  if (!is_cut) to_server.push_back(std::move(frame));
}

Frame Link::take_for_client() {
  Frame frame = std::move(to_client.front());
  to_client.pop_front();
  waiting_bytes_ -= frame.text.size();
  return frame;
}

}  // namespace signalbox::simulation
