// SPDX-License-Identifier: MIT
// The header is collected byte by byte as far as it has come; its first two bytes say how long it
// is. A message that came whole in one read is unmasked where it lies and never copied; other
// messages are collected in a buffer that grows with what has come, not with what was announced. A
// message over the limit is skipped without being kept.
#include "net/websocket/frame_parser.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "net/websocket/close_code.hpp"

namespace signalbox::net::websocket {
namespace {

constexpr std::size_t kMaskSize = 4;

Frame violation(CloseReason reason) { return {.kind = Frame::Kind::violation, .reason = reason}; }

/// The implementation that suits this processor is looked for once. To ask for it each time would
/// cost a third of the check of a short text.
bool is_utf8(std::string_view text) {
  static const auto& best = *simdjson::get_available_implementations().detect_best_supported();
  return best.validate_utf8(text.data(), text.size());
}

/// Section 5.3. Many bytes at a time, in a loop of a fixed length that compilers make vectors of.
void unmask(std::span<char> payload, const unsigned char* mask) {
  constexpr std::size_t kStride = 32;
  std::array<char, kStride> wide{};
  for (std::size_t i = 0; i < kStride; i += kMaskSize) std::memcpy(&wide[i], mask, kMaskSize);
  for (; payload.size() >= kStride; payload = payload.subspan(kStride)) {
    for (std::size_t i = 0; i < kStride; ++i) payload[i] = static_cast<char>(payload[i] ^ wide[i]);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, wide.data(), sizeof word);
  for (; payload.size() >= sizeof word; payload = payload.subspan(sizeof word)) {
    std::uint64_t part = 0;
    std::memcpy(&part, payload.data(), sizeof part);
    part ^= word;
    std::memcpy(payload.data(), &part, sizeof part);
  }
  for (std::size_t i = 0; i < payload.size(); ++i) {
    payload[i] = static_cast<char>(payload[i] ^ wide[i]);
  }
}

/// Section 5.5.1.
Frame close_frame(std::string_view payload) {
  if (payload.empty()) {
    return {.kind = Frame::Kind::close, .close_code = kNoStatus};
  }
  if (payload.size() == 1) {
    return violation(CloseReason::protocol_error);
  }
  const auto high = static_cast<unsigned char>(payload[0]);
  const auto low = static_cast<unsigned char>(payload[1]);
  const auto code = static_cast<std::uint16_t>(high << 8U | low);
  if (!is_close_code(code)) {
    return violation(CloseReason::protocol_error);
  }
  const auto reason = payload.substr(2);
  if (!is_utf8(reason)) {
    return violation(CloseReason::invalid_utf8);
  }
  return {.kind = Frame::Kind::close, .close_code = code, .payload = reason};
}

}  // namespace

Frame FrameParser::next(std::span<char>& input, std::size_t max_message) {
  if (buffer_ && is_idle()) {
    release_buffer();  // what it held was returned by the last call
  }
  if (!is_header_complete()) {
    if (const auto reason = read_header(input, max_message)) {
      return violation(*reason);
    }
    if (!is_header_complete()) {
      return {};
    }
  }
  const auto payload = take_payload(input, max_message);
  if (!payload) {
    return {};
  }
  return end_frame({payload->data(), payload->size()});
}

/// As far as the bytes received tell. A client's frame has a mask, so this is never 2 in the end.
std::size_t FrameParser::header_size() const {
  if (header_received_ < 2) {
    return 2;
  }
  switch (header_[1] & 0x7F) {
    case 126:
      return 2 + 2 + kMaskSize;
    case 127:
      return 2 + 8 + kMaskSize;
    default:
      return 2 + kMaskSize;
  }
}

std::optional<CloseReason> FrameParser::read_header(std::span<char>& input,
                                                    std::size_t max_message) {
  if (header_received_ < 2) {
    receive_header(input);
    if (header_received_ < 2) return std::nullopt;
    if (!is_start_valid()) return CloseReason::protocol_error;
  }
  receive_header(input);
  if (!is_header_complete()) return std::nullopt;
  if (!read_payload_size()) return CloseReason::protocol_error;
  return begin_frame(max_message);
}

/// As much of the header as its bytes so far ask for.
void FrameParser::receive_header(std::span<char>& input) {
  const auto part = input.first(std::min(header_size() - header_received_, input.size()));
  std::ranges::copy(part, header_.begin() + header_received_);
  header_received_ = static_cast<std::uint8_t>(header_received_ + part.size());
  input = input.subspan(part.size());
}

/// The rules that the first two bytes can break.
bool FrameParser::is_start_valid() const {
  const bool has_reserved_bits = (header_[0] & 0x70) != 0;  // 5.2: only extensions give them sense
  const bool is_masked = (header_[1] & 0x80) != 0;          // 5.1: a client masks every frame
  if (has_reserved_bits || !is_masked) {
    return false;
  }
  switch (opcode()) {
    case Opcode::continuation:  // 5.4: goes on with a message,
      return is_message_open();
    case Opcode::text:  // and none begins inside another
    case Opcode::binary:
      return !is_message_open();
    case Opcode::close:  // 5.5
    case Opcode::ping:
    case Opcode::pong:
      return is_final() && (header_[1] & 0x7F) <= kMaxControlPayload;
  }
  return false;  // 5.2: a reserved opcode
}

/// Section 5.2: false if the length is not in its shortest form or its highest bit is set.
bool FrameParser::read_payload_size() {
  const std::uint8_t form = header_[1] & 0x7F;
  std::uint64_t extended = 0;
  for (std::size_t i = 2; i + kMaskSize < header_received_; ++i) {
    extended = extended << 8U | header_[i];
  }
  payload_size_ = form < 126 ? form : extended;
  return form < 126 || (form == 126 && extended > 125) ||
         (form == 127 && extended > 0xFFFF && extended >> 63U == 0);
}

std::optional<CloseReason> FrameParser::begin_frame(std::size_t max_message) {
  if (is_control()) {
    return std::nullopt;
  }
  if (opcode() != Opcode::continuation) {
    message_ = opcode() == Opcode::text ? Frame::Kind::text : Frame::Kind::binary;
  }
  const std::size_t message_size = message_size_ + payload_size_;
  if (message_size > kSkipFactor * max_message) {
    return CloseReason::message_too_big;
  }
  if (message_size > max_message) {
    message_ = Frame::Kind::too_large;
    release_buffer();
  }
  return std::nullopt;
}

/// The frame's whole payload, unmasked, once its last byte has come; empty if it is skipped.
std::optional<std::span<char>> FrameParser::take_payload(std::span<char>& input,
                                                         std::size_t max_message) {
  auto part = input.first(std::min(payload_size_ - payload_received_, input.size()));
  input = input.subspan(part.size());
  const bool is_fragment = opcode() == Opcode::continuation || !is_final();
  const bool in_place = part.size() == payload_size_ && !is_fragment;
  if (!in_place && !is_skipped()) {
    store(part, max_message);
  }
  payload_received_ += part.size();
  if (payload_received_ < payload_size_) {
    return std::nullopt;
  }
  if (is_skipped()) {
    return std::span<char>{};
  }
  const auto payload = in_place ? part : std::span(buffer_.get() + stored(), payload_size_);
  unmask(payload, &header_[header_received_ - kMaskSize]);
  return payload;
}

Frame FrameParser::end_frame(std::string_view payload) {
  header_received_ = 0;
  payload_received_ = 0;
  switch (opcode()) {
    case Opcode::close:
      return close_frame(payload);
    case Opcode::ping:
      return {.kind = Frame::Kind::ping, .payload = payload};
    case Opcode::pong:
      return {.kind = Frame::Kind::pong, .payload = payload};
    default:
      break;
  }
  message_size_ += payload_size_;
  if (!is_final()) {
    return {.kind = Frame::Kind::fragment};
  }
  const auto kind = std::exchange(message_, Frame::Kind::need_more);
  const auto size = std::exchange(message_size_, 0);
  if (opcode() == Opcode::continuation && kind != Frame::Kind::too_large) {
    payload = {buffer_.get(), size};
  }
  if (kind == Frame::Kind::text && !is_utf8(payload)) {  // 8.1
    return violation(CloseReason::invalid_utf8);
  }
  return {.kind = kind, .payload = payload};
}

/// How much of `buffer_` earlier frames fill.
std::size_t FrameParser::stored() const {
  return message_ == Frame::Kind::too_large ? 0 : message_size_;
}

/// Appends to the frame's payload. Memory follows what has come, not what a header announces.
void FrameParser::store(std::span<const char> part, std::size_t max_message) {
  const std::size_t used = stored() + payload_received_;
  const std::size_t needed = used + part.size();
  if (!buffer_ || needed > capacity_) {
    capacity_ = std::max(needed, std::min(2 * needed, max_message + kMaxControlPayload));
    auto grown = std::make_unique_for_overwrite<char[]>(capacity_ + kReadPadding);
    std::copy_n(buffer_.get(), used, grown.get());
    buffer_ = std::move(grown);
  }
  std::copy(part.begin(), part.end(), buffer_.get() + used);
}

void FrameParser::release_buffer() {
  buffer_.reset();
  capacity_ = 0;
}

}  // namespace signalbox::net::websocket
