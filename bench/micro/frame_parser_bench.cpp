// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "bench/micro/messages.hpp"
#include "net/websocket/frame_parser.hpp"

namespace signalbox::bench {
namespace {

using net::websocket::Frame;
using net::websocket::FrameParser;

constexpr std::size_t kMaxMessage = 64 * 1024;

/// Unmasking is done in place, so the frame is put back each time: a copy of memory that is in the
/// cache, as the socket's would be.
void parse(benchmark::State& state, const std::string& frame, std::size_t pieces) {
  std::vector<char> buffer(frame.size() + kReadPadding);
  FrameParser parser;
  for (auto _ : state) {
    std::ranges::copy(frame, buffer.begin());
    const std::size_t piece = frame.size() / pieces + 1;
    for (std::size_t begin = 0; begin < frame.size(); begin += piece) {
      std::span<char> input(buffer.data() + begin, std::min(piece, frame.size() - begin));
      while (true) {
        const Frame found = parser.next(input, kMaxMessage);
        benchmark::DoNotOptimize(found);
        if (found.kind == Frame::Kind::need_more) break;
      }
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(frame.size()));
}

std::string frame_of(const Message& message) { return client_frame(Opcode::text, message.view()); }

void parse_candidate(benchmark::State& state) { parse(state, frame_of(candidate_message()), 1); }
void parse_offer(benchmark::State& state) { parse(state, frame_of(offer_message()), 1); }
void parse_offer_in_3_pieces(benchmark::State& state) {
  parse(state, frame_of(offer_message()), 3);
}
void parse_8_candidates(benchmark::State& state) {
  std::string burst;
  for (int i = 0; i < 8; ++i) burst += frame_of(candidate_message());
  parse(state, burst, 1);
}

BENCHMARK(parse_candidate);
BENCHMARK(parse_offer);
BENCHMARK(parse_offer_in_3_pieces);
BENCHMARK(parse_8_candidates);

}  // namespace
}  // namespace signalbox::bench
