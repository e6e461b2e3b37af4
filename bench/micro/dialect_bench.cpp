// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "bench/micro/messages.hpp"
#include "signalbox/dialect/native.hpp"

namespace signalbox::bench {
namespace {

const dialect::NativeGreeting& greeting() {
  static const dialect::NativeGreeting all{.version = "0.0.0", .heartbeat_seconds = 25};
  return all;
}

void decode(benchmark::State& state, const Message& message) {
  const auto native = dialect::make_native(greeting());
  for (auto _ : state) {
    auto decoded = native->decode(message.view());
    benchmark::DoNotOptimize(decoded);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(message.view().size()));
}

void decode_candidate(benchmark::State& state) { decode(state, candidate_message()); }
void decode_offer(benchmark::State& state) { decode(state, offer_message()); }
void decode_login(benchmark::State& state) {
  decode(state, Message(make_native_dialect()->login("alice")));
}

void encode(benchmark::State& state, domain::Signal signal, const std::string& payload) {
  const auto native = dialect::make_native(greeting());
  const domain::Event event{.signal = signal, .username = "alice", .payload = payload};
  std::string text;
  for (auto _ : state) {
    text.clear();
    native->encode(event, text);
    benchmark::DoNotOptimize(text.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void encode_candidate(benchmark::State& state) {
  encode(state, domain::Signal::candidate, candidate_payload());
}
void encode_offer(benchmark::State& state) {
  encode(state, domain::Signal::offer, description_payload("offer", 4096));
}

void encode_login_answer(benchmark::State& state) {
  const auto native = dialect::make_native(greeting());
  std::string text;
  for (auto _ : state) {
    text.clear();
    native->encode(dialect::LoginAnswer{.username = "alice", .session = "0-1-1"}, text);
    benchmark::DoNotOptimize(text.data());
  }
}

BENCHMARK(decode_candidate);
BENCHMARK(decode_offer);
BENCHMARK(decode_login);
BENCHMARK(encode_candidate);
BENCHMARK(encode_offer);
BENCHMARK(encode_login_answer);

}  // namespace
}  // namespace signalbox::bench
