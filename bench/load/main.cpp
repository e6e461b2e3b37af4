// SPDX-License-Identifier: MIT
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "environment.hpp"
#include "failure.hpp"

namespace {

using namespace signalbox::bench;

void raise_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Report run(Environment& environment) {
  const std::string& mode = environment.options.mode;
  if (mode == "relay") return run_relay(environment);
  if (mode == "calls") return run_calls(environment);
  if (mode == "connect") return run_connect(environment);
  return run_idle(environment);
}

int run(const Options& options) {
  raise_file_limit();
  (void)std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that the server has closed
  Target target = make_target(options.server, options.protocol, options.path, options.tls);
  const std::optional<ServerProcess> server =
      options.pid ? ServerProcess(*options.pid) : ServerProcess::listening_on(target.port);
  if (!server && !options.quiet) {
    (void)std::fputs(
        "The server's process was not found: no figures of its CPU and memory (--pid).\n", stderr);
  }
  Environment environment{options, {}, std::move(target), server, Progress(options.quiet)};
  const Report report = run(environment);
  environment.progress.clear();
  (void)std::fputs((options.json ? as_json(report) : as_table(report)).c_str(), stdout);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const Options options = parse_options(count, arguments);
    if (!options.help) return run(options);
    (void)std::fputs(help_text().c_str(), stdout);
    return 0;
  } catch (const std::exception& failure) {
    (void)std::fprintf(stderr, "\nsignalbox-bench: %s\n", failure.what());
    return 1;
  }
}
