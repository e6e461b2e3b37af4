// SPDX-License-Identifier: MIT
// Any bytes as a text and as a close's reason: taken if they are UTF-8 by a decoder that shares
// nothing with the one under test, refused with invalid_utf8 if they are not.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "support/client_frames.hpp"
#include "support/frame_events.hpp"
#include "support/reference_utf8.hpp"

namespace {

using signalbox::CloseReason;
using signalbox::test::client_frame;
using signalbox::test::Fin;
using signalbox::test::Frame;
using signalbox::test::FrameEvent;
using signalbox::test::Opcode;

constexpr std::size_t kMaxMessage = 1 << 20U;
constexpr std::size_t kLongestReason = 123;

void require(bool condition) {
  if (!condition) std::abort();
}

void require_verdict(std::string_view frames, bool is_good, const FrameEvent& good) {
  const auto events = signalbox::test::parse(frames, kMaxMessage);
  require(events.size() == 1);
  require(events.front() ==
          (is_good ? good : signalbox::test::violation(CloseReason::invalid_utf8)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_good = signalbox::test::is_utf8(text);
  const FrameEvent message{Frame::Kind::text, std::string(text)};

  require_verdict(client_frame(Opcode::text, text), is_good, message);
  const std::size_t cut = size / 2;
  require_verdict(client_frame(Opcode::text, text.substr(0, cut), Fin::no) +
                      client_frame(Opcode::continuation, text.substr(cut)),
                  is_good, message);
  if (size <= kLongestReason) {
    require_verdict(signalbox::test::client_close(1000, text), is_good,
                    {Frame::Kind::close, std::string(text), 1000});
  }
  return 0;
}
