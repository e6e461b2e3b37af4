// SPDX-License-Identifier: MIT
#include "app/admin/process_metrics.hpp"

#include <sys/resource.h>

#include <chrono>

#include "signalbox/ops/heap.hpp"
#include "signalbox/ops/logging.hpp"
#include "signalbox/ops/open_files.hpp"

namespace signalbox::app {
namespace {

using Type = MetricsText::Type;

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void write_process(MetricsText& text) {
  text.begin("process_cpu_seconds_total", Type::counter, "Time that all threads have used.");
  text.sample(cpu_seconds());
  text.begin("process_resident_memory_bytes", Type::gauge, "Memory that the process takes.");
  text.sample(static_cast<double>(resident_memory()));
  text.begin(
      "signalbox_log_lines_dropped_total", Type::counter,
      "Lines of the log that were lost, because nobody read them or they could not be written.");
  text.sample(static_cast<double>(dropped_log_lines()));
  text.begin("process_max_fds", Type::gauge,
             "Files, and so connections, that the process may have open.");
  text.sample(static_cast<double>(open_file_limit()));
}

}  // namespace signalbox::app
