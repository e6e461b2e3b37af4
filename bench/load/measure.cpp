// SPDX-License-Identifier: MIT
#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

constexpr std::chrono::milliseconds kLongestTurn{100};
constexpr std::chrono::seconds kLongestStall{10};
constexpr double kMicroseconds = 1e6;

double own_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

ServerUsage usage(const Environment& environment) {
  return environment.server ? environment.server->usage() : ServerUsage{};
}

TimePoint after(TimePoint begin, std::chrono::duration<double> time) {
  return begin + std::chrono::duration_cast<Clock::duration>(time);
}

/// Turns the loop until the time is over or `enough` units are done.
void turn(Environment& environment, Work& work, TimePoint end, std::uint64_t enough,
          const char* doing) {
  const TimePoint begin = Clock::now();
  TimePoint now = begin;
  TimePoint last_progress = begin;
  std::uint64_t last_done = work.done();
  while (now < end && work.done() < enough) {
    const TimePoint due = work.advance(now);
    environment.loop.turn(std::min({due, end, now + kLongestTurn}));
    now = Clock::now();
    if (work.done() != last_done) {
      last_done = work.done();
      last_progress = now;
    } else if (now > last_progress + kLongestStall) {
      throw Failure("nothing has come back from the server for 10 s");
    }
    if (end == TimePoint::max()) {
      environment.progress.tell(doing, work.done(), enough);
    } else {
      environment.progress.tell_time(doing, begin, end);
    }
  }
}

}  // namespace

TimePoint Work::advance(TimePoint) { return TimePoint::max(); }

Measured measure(Environment& environment, Work& work) {
  constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};
  const Options& options = environment.options;
  turn(environment, work, after(Clock::now(), options.warmup), kNoLimit, "warming up");
  work.on_measuring();
  const std::uint64_t units = work.done();
  const ServerUsage server = usage(environment);
  const double own = own_cpu_seconds();
  const TimePoint begin = Clock::now();
  const bool counted = options.count != 0;
  turn(environment, work, counted ? TimePoint::max() : after(begin, options.duration),
       counted ? units + options.count : kNoLimit, "measuring");
  const ServerUsage now = usage(environment);
  return {std::chrono::duration<double>(Clock::now() - begin).count(),
          work.done() - units,
          {now.cpu_seconds - server.cpu_seconds, now.user_seconds - server.user_seconds,
           now.system_seconds - server.system_seconds},
          own_cpu_seconds() - own};
}

void add_cost(Row& row, const Environment& environment, const Measured& measured,
              const std::string& unit) {
  const auto units = static_cast<double>(measured.units);
  if (measured.units == 0) throw Failure("the server has done nothing in the time measured");
  if (environment.server) {
    row.push_back({"cpu_us", "server CPU a " + unit,
                   measured.server.cpu_seconds * kMicroseconds / units, "us"});
    row.push_back({"server_cpu_percent", "server CPU",
                   measured.server.cpu_seconds * 100 / measured.seconds, "% of a core"});
    const double ticked = measured.server.user_seconds + measured.server.system_seconds;
    if (ticked > 0) {
      row.push_back({"server_kernel_percent", "of it in the kernel",
                     measured.server.system_seconds * 100 / ticked, "%"});
    }
  }
  row.push_back({"per_second", unit + "s a second", units / measured.seconds, ""});
  row.push_back({"units", unit + "s measured", units, ""});
  row.push_back({"load_cpu_percent", "CPU of this bench",
                 measured.own_cpu_seconds * 100 / measured.seconds, "% of a core"});
}

}  // namespace signalbox::bench
