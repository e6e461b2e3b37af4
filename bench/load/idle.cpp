// SPDX-License-Identifier: MIT
#include <string>

#include "environment.hpp"
#include "handshake.hpp"
#include "kernel_memory.hpp"
#include "opener.hpp"

namespace signalbox::bench {
namespace {

/// Before memory is looked at: what a server does behind a login is done, closed sockets are gone.
constexpr std::chrono::milliseconds kSettle{1000};

/// Clients an address; each could hold as many as there are ports.
constexpr std::size_t kClientsOfASource = 250;

struct Memory {
  double server = 0;
  double slab = 0;
  double buffers = 0;
};

Memory memory(const Environment& environment) {
  const KernelMemory kernel = kernel_memory();
  const std::size_t server = environment.server ? environment.server->resident_bytes() : 0;
  return {static_cast<double>(server), static_cast<double>(kernel.slab_bytes),
          static_cast<double>(kernel.buffer_bytes)};
}

void wait(Environment& environment, std::chrono::duration<double> time, const char* doing) {
  const TimePoint begin = Clock::now();
  const TimePoint end = begin + std::chrono::duration_cast<Clock::duration>(time);
  while (Clock::now() < end) {
    environment.loop.turn(end);
    environment.progress.tell_time(doing, begin, end);
  }
}

/// What the first client costs is the server's, not that client's: the code that it brings into
/// memory, the tables it has allocated.
void warm_up(Environment& environment) {
  Clients clients;
  Opener(environment.loop, environment.target, 1).open(clients, "w", 2, environment.progress);
  shake_hands(environment, clients, 2);
  close_all(environment.loop, clients);
}

void add_memory(Row& row, const Memory& base, const Memory& now, double clients) {
  if (now.server > 0) {
    row.push_back({"rss_bytes", "memory of the server, a client",
                   (now.server - base.server) / clients, "bytes"});
    row.push_back({"rss_total_mib", "memory of the server", now.server / (1024 * 1024), "MiB"});
  }
  row.push_back({"kernel_bytes", "of the kernel, both ends, a client",
                 (now.slab - base.slab + now.buffers - base.buffers) / clients, "bytes"});
}

void add_cpu(Row& row, Environment& environment) {
  if (!environment.server) return;
  const double before = environment.server->usage().cpu_seconds;
  const TimePoint begin = Clock::now();
  wait(environment, environment.options.hold, "holding");
  const std::chrono::duration<double> passed = Clock::now() - begin;
  const double used = environment.server->usage().cpu_seconds - before;
  row.push_back({"server_cpu_percent", "server CPU while nothing happens",
                 used * 100 / passed.count(), "% of a core"});
}

}  // namespace

Report run_idle(Environment& environment) {
  const Options& options = environment.options;
  const std::size_t most = options.connections.back();
  const std::size_t sources = options.sources != 0 ? options.sources : most / kClientsOfASource + 1;
  Report report{"idle", options.server, {}, {}};
  warm_up(environment);
  wait(environment, kSettle, "settling");
  const Memory base = memory(environment);
  Clients clients;
  Opener opener(environment.loop, environment.target, sources);
  for (const std::size_t count : options.connections) {
    opener.open(clients, "i", count, environment.progress);
    wait(environment, kSettle, "settling");
    Row row{{"connections", "clients", static_cast<double>(count), ""}};
    add_memory(row, base, memory(environment), static_cast<double>(count));
    add_cpu(row, environment);
    report.rows.push_back(std::move(row));
  }
  if (options.talk) {
    const auto add = [&](const char* key, const char* label) {
      wait(environment, kSettle, "settling");
      Row row{{key, label, static_cast<double>(most), ""}};
      add_memory(row, base, memory(environment), static_cast<double>(most));
      report.rows.push_back(std::move(row));
    };
    shake_hands(environment, clients, most);
    add("connections_calling", "clients with a call each");
    hang_up(environment, clients, most);
    add("connections_talked", "clients that have had a call");
  }
  close_all(environment.loop, clients);
  return report;
}

}  // namespace signalbox::bench
