// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "net/websocket/frame_parser.hpp"
#include "signalbox/base/close_reason.hpp"
#include "signalbox/base/read_padding.hpp"

namespace signalbox::test {

using net::websocket::Frame;
using net::websocket::FrameParser;

/// A frame that outlives the parser's next call.
struct FrameEvent {
  Frame::Kind kind;
  std::string payload;
  std::uint16_t close_code = 0;
  CloseReason reason = CloseReason::protocol_error;

  bool operator==(const FrameEvent&) const = default;
};

inline FrameEvent violation(CloseReason reason = CloseReason::protocol_error) {
  return {Frame::Kind::violation, {}, 0, reason};
}

inline std::ostream& operator<<(std::ostream& out, const FrameEvent& event) {
  return out << "{kind " << static_cast<int>(event.kind) << ", " << event.payload.size()
             << " bytes '" << event.payload.substr(0, 40) << "', code " << event.close_code << ", "
             << describe(event.reason).label << '}';
}

/// One read's bytes in memory of exactly their size and the padding, so that AddressSanitizer
/// sees each step beyond it.
class Chunk {
 public:
  explicit Chunk(std::string_view bytes) : memory_(bytes.begin(), bytes.end()) {
    memory_.resize(bytes.size() + kReadPadding, kFiller);
    memory_.shrink_to_fit();
  }

  std::span<char> input() { return std::span(memory_).first(memory_.size() - kReadPadding); }

  bool is_padding_intact() const {
    return std::all_of(memory_.end() - kReadPadding, memory_.end(),
                       [](char byte) { return byte == kFiller; });
  }

 private:
  static constexpr char kFiller = 0x5A;
  std::vector<char> memory_;
};

/// Stands for the SIMD code that loads whole registers at a text's end.
inline void touch_padding(std::string_view text) {
  volatile char sink = 0;
  for (std::size_t i = 0; i < kReadPadding; ++i) {
    sink = text.data()[text.size() + i];  // NOLINT(bugprone-suspicious-stringview-data-usage)
  }
  static_cast<void>(sink);
}

/// What `parser` makes of one read, up to and without `need_more`. Ends after a violation.
inline std::vector<FrameEvent> feed(FrameParser& parser, std::string_view bytes,
                                    std::size_t max_message) {
  std::vector<FrameEvent> events;
  Chunk chunk(bytes);
  auto input = chunk.input();
  while (true) {
    const Frame frame = parser.next(input, max_message);
    if (!chunk.is_padding_intact()) {
      throw std::logic_error("the parser wrote behind its input");
    }
    if (frame.kind == Frame::Kind::need_more) {
      if (!input.empty()) {
        throw std::logic_error("the parser wants more and left some");
      }
      return events;
    }
    if (frame.kind == Frame::Kind::text) {
      touch_padding(frame.payload);
    }
    if (frame.kind == Frame::Kind::fragment) continue;
    events.push_back({frame.kind, std::string(frame.payload), frame.close_code, frame.reason});
    if (frame.kind == Frame::Kind::violation) {
      return events;
    }
  }
}

/// What a new parser makes of `stream` when it comes in reads of `next_size()` bytes (at least 1).
template <typename NextSize>
std::vector<FrameEvent> parse(std::string_view stream, std::size_t max_message,
                              NextSize&& next_size) {
  FrameParser parser;
  std::vector<FrameEvent> events;
  while (!stream.empty()) {
    const auto part = stream.substr(0, next_size());
    stream.remove_prefix(part.size());
    for (auto& event : feed(parser, part, max_message)) {
      events.push_back(std::move(event));
      if (events.back().kind == Frame::Kind::violation) {
        return events;
      }
    }
  }
  return events;
}

inline std::vector<FrameEvent> parse(std::string_view stream, std::size_t max_message) {
  return parse(stream, max_message, [&] { return stream.size(); });
}

}  // namespace signalbox::test
