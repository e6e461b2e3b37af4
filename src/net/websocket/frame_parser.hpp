// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "net/websocket/opcode.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::net::websocket {

/// What a client's bytes mean, one at a time.
struct Frame {
  enum class Kind : std::uint8_t {
    need_more,  ///< the input is used up
    fragment,   ///< of a message, and not its last: nothing to do but to count it
    text,       ///< a whole message, valid UTF-8, unmasked
    binary,     ///< a whole message, unmasked
    too_large,  ///< a whole message over the limit was skipped
    ping,
    pong,
    close,      ///< `payload` is the reason, `close_code` the code (1005: none was given)
    violation,  ///< the connection must be failed with `reason`; the parser is of no more use
  };
  Kind kind = Kind::need_more;
  CloseReason reason = CloseReason::protocol_error;  ///< of a violation
  std::uint16_t close_code = 0;
  /// Valid until the next call. At least `kReadPadding` readable bytes follow a text's last.
  std::string_view payload{};
};

/// Turns the bytes a client sends into messages (RFC 6455 sections 5 and 8.1); does no I/O.
///
/// A frame that lies whole in the input is unmasked in place and returned as a view of it;
/// only what is split over several reads or fragments is copied, into memory that is given back
/// as soon as the message has been returned.
class FrameParser {
 public:
  /// How many times the limit a message may have and still be skipped rather than refused.
  static constexpr std::size_t kSkipFactor = 64;

  /// Takes the next frame or message out of the front of `input`, which it advances. Bytes of
  /// `input` are changed. `kReadPadding` readable bytes must follow it.
  /// Messages over `max_message` bytes (itself below 2^32) are skipped and reported, those over
  /// `kSkipFactor * max_message` are a violation. What is skipped is not checked for UTF-8.
  Frame next(std::span<char>& input, std::size_t max_message);

  /// Whether it is between two messages: as good as a new one.
  bool is_idle() const { return header_received_ == 0 && !is_message_open(); }

  /// Bytes of memory held for a split message or frame, 0 in between.
  std::size_t memory() const { return buffer_ ? capacity_ + kReadPadding : 0; }

 private:
  Opcode opcode() const { return static_cast<Opcode>(header_[0] & 0x0F); }
  bool is_final() const { return (header_[0] & 0x80) != 0; }
  bool is_control() const { return (header_[0] & 0x08) != 0; }
  bool is_skipped() const { return message_ == Frame::Kind::too_large && !is_control(); }
  bool is_message_open() const { return message_ != Frame::Kind::need_more; }

  std::size_t header_size() const;
  bool is_header_complete() const { return header_received_ == header_size(); }
  std::optional<CloseReason> read_header(std::span<char>& input, std::size_t max_message);
  void receive_header(std::span<char>& input);
  bool is_start_valid() const;
  bool read_payload_size();
  std::optional<CloseReason> begin_frame(std::size_t max_message);

  std::optional<std::span<char>> take_payload(std::span<char>& input, std::size_t max_message);
  Frame end_frame(std::string_view payload);

  std::size_t stored() const;
  void store(std::span<const char> part, std::size_t max_message);
  void release_buffer();

  /// The open message, and behind it the payload, still masked, of a frame that is not whole yet.
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;      ///< of `buffer_`, without the padding
  std::size_t message_size_ = 0;  ///< of the open message's frames before this one
  std::size_t payload_size_ = 0;  ///< of this frame
  std::size_t payload_received_ = 0;
  std::array<unsigned char, 14> header_{};  ///< of this frame; its mask is the last four bytes
  std::uint8_t header_received_ = 0;
  Frame::Kind message_ = Frame::Kind::need_more;  ///< what the open message is to be returned as
};

}  // namespace signalbox::net::websocket
