// SPDX-License-Identifier: MIT
// The input's first byte seeds the sizes of the reads, its second sets the limit, the rest is what
// a client sends.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string_view>

#include "support/frame_events.hpp"

namespace {

using signalbox::test::Frame;
using signalbox::test::FrameEvent;
using signalbox::test::parse;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check(const FrameEvent& event, std::size_t max_message) {
  switch (event.kind) {
    case Frame::Kind::text:
    case Frame::Kind::binary:
      return require(event.payload.size() <= max_message);
    case Frame::Kind::ping:
    case Frame::Kind::pong:
      return require(event.payload.size() <= 125);
    case Frame::Kind::close:
      return require(event.payload.size() <= 123 && event.close_code >= 1000);
    default:
      return require(event.payload.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  std::minstd_rand random(data[0]);
  const std::size_t max_message = data[1];
  const std::string_view stream(reinterpret_cast<const char*>(data + 2), size - 2);

  const auto whole = parse(stream, max_message);
  for (const auto& event : whole) {
    check(event, max_message);
  }
  require(parse(stream, max_message, [] { return std::size_t{1}; }) == whole);
  require(parse(stream, max_message, [&] { return 1 + random() % 40; }) == whole);
  return 0;
}
