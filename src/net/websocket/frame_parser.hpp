// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "signalbox/base/close_reason.hpp"

namespace signalbox::net::websocket {

/// What a client's bytes mean, one at a time.
struct Frame {
  enum class Kind : std::uint8_t {
    need_more,  ///< the input is used up
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
  std::string_view payload;
};

/// Turns the bytes a client sends into messages (RFC 6455 sections 5 and 8.1); does no I/O.
///
/// A frame that lies whole in the input is unmasked in place and returned as a view of it;
/// only what is split over several reads or fragments is copied, into memory that is given back
/// as soon as the message has been returned.
class FrameParser {
 public:
  /// Takes the next frame or message out of the front of `input`, which it advances. Bytes of
  /// `input` are changed. `kReadPadding` readable bytes must follow it.
  /// Messages over `max_message` bytes are skipped and reported, those over
  /// `kSkipFactor * max_message` are a violation.
  Frame next(std::span<char>& input, std::size_t max_message);

  static constexpr std::size_t kSkipFactor = 64;
  ...
};

}  // namespace signalbox::net::websocket
