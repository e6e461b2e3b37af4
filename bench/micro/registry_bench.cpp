// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "signalbox/domain/registry.hpp"

namespace signalbox::bench {
namespace {

using domain::Realm;
using domain::Registry;

constexpr std::size_t kUsers = 20'000;

const std::vector<std::string>& names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < kUsers; ++i) made.push_back("user-" + std::to_string(i * 7919));
    return made;
  }();
  return all;
}

Registry& registry() {
  static const auto all = [] {
    auto made = std::make_unique<Registry>();
    for (std::uint32_t i = 0; i < kUsers; ++i) {
      made->insert(Realm::standard, names()[i], {.slot = i, .generation = 1});
    }
    return made;
  }();
  return *all;
}

/// Every thread looks for all of the names, from a place of its own on.
void look_up(benchmark::State& state) {
  Registry& all = registry();
  std::size_t next = static_cast<std::size_t>(state.thread_index()) * kUsers / 2;
  for (auto _ : state) {
    auto found = all.find(Realm::standard, names()[next++ % kUsers]);
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}

/// The worst case: all threads want the same bucket's lock.
void look_up_the_same(benchmark::State& state) {
  Registry& all = registry();
  for (auto _ : state) {
    auto found = all.find(Realm::standard, names().front());
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}

void log_in_and_out(benchmark::State& state) {
  Registry& all = registry();
  const std::string name = "guest-" + std::to_string(state.thread_index());
  for (auto _ : state) {
    all.insert(Realm::standard, name, {.slot = 1, .generation = 2});
    all.erase(Realm::standard, name, {.slot = 1, .generation = 2});
  }
  state.SetItemsProcessed(state.iterations());
}

// Real time: a thread that waits for a lock takes none of the processor's.
BENCHMARK(look_up)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(look_up_the_same)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(log_in_and_out)->ThreadRange(1, 2)->UseRealTime();

}  // namespace
}  // namespace signalbox::bench
