// SPDX-License-Identifier: MIT
// Options as an operator may write them: settings that keep their bounds, or words about what is
// wrong. An input that begins with a dash is a command line, an argument a line; any other is a
// configuration file.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "signalbox/ops/options.hpp"

namespace {

using signalbox::EarlyExit;
using signalbox::Settings;

void require(bool condition) {
  if (!condition) std::abort();
}

/// A file that only this process sees.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("options", 0)) { require(descriptor_ >= 0); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  void write(const std::string& text) const {
    require(ftruncate(descriptor_, 0) == 0);
    require(pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  }

 private:
  int descriptor_;  // as long as the process
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void check(const Settings& settings) {
  require(!settings.listen.empty());
  require(settings.threads >= 1 && settings.threads <= signalbox::kMostThreads);
  const auto& limits = settings.limits;
  require(limits.message_bytes > 0 && limits.outbox_bytes > limits.message_bytes);
  require(limits.connections > 0 && limits.peers > 0);
  for (const auto time : {limits.http_timeout, limits.login_timeout, limits.ping_interval,
                          limits.write_timeout, limits.close_timeout}) {
    require(time.count() > 0);
  }
  for (const auto& server : settings.ice_servers) require(!server.urls.empty());
}

void check(const EarlyExit& exit) {
  require(exit.exit_code == 0 || exit.exit_code == 2);
  require(exit.text.ends_with('\n'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> arguments;
  if (text.starts_with('-')) {
    // Whoever starts the server may name any file, also one without an end.
    if (text.find("config") != std::string::npos) return 0;
    arguments = lines_of(text);
  } else {
    static const MemoryFile file;
    file.write(text);
    arguments = {"--config", file.path()};
  }
  std::vector<const char*> argv{"signalbox"};
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  std::visit([](const auto& result) { check(result); },
             signalbox::parse_options(static_cast<int>(argv.size()), argv.data()));
  return 0;
}
