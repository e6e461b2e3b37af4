// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/micro/messages.hpp"

namespace signalbox::bench {
namespace {

/// As the frame parser checks every text message.
void check_utf8(benchmark::State& state, std::string_view text) {
  for (auto _ : state) {
    bool valid = simdjson::validate_utf8(text.data(), text.size());
    benchmark::DoNotOptimize(valid);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

// The message lives until the call has returned.
void utf8_candidate(benchmark::State& state) { check_utf8(state, candidate_message().view()); }
void utf8_offer(benchmark::State& state) { check_utf8(state, offer_message().view()); }
void utf8_beyond_ascii(benchmark::State& state) {
  std::string text;
  while (text.size() < 4096) text += "šéƒø – 信令 🙂 ";
  check_utf8(state, text);
}

BENCHMARK(utf8_candidate);
BENCHMARK(utf8_offer);
BENCHMARK(utf8_beyond_ascii);

}  // namespace
}  // namespace signalbox::bench
