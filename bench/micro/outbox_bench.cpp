// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>

#include "bench/micro/messages.hpp"
#include "net/outbox.hpp"
#include "net/websocket/frame_writer.hpp"

namespace signalbox::bench {
namespace {

constexpr std::size_t kLimit = 256 * 1024;

/// A turn's messages for one client: framed, put together, sent, forgotten.
void queue_and_send(benchmark::State& state) {
  const Message message = candidate_message();
  const std::string_view text = message.view();
  net::BufferPool pool;
  net::Outbox outbox;
  for (auto _ : state) {
    for (int i = 0; i < state.range(0); ++i) {
      const net::websocket::FrameHeader header(net::websocket::Opcode::text, text.size());
      outbox.append(header.view(), text, {kLimit}, pool);
    }
    benchmark::DoNotOptimize(outbox.unsent().data());
    outbox.consume(outbox.size(), pool);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(queue_and_send)->Arg(1)->Arg(8);

}  // namespace
}  // namespace signalbox::bench
