// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::bench {

/// How the eight candidates of each side of a call travel.
enum class Candidates : std::uint8_t {
  burst,     ///< in one write, as a client that gathers them all at once sends them
  separate,  ///< in a write each, one right after the other
  paced,     ///< each when the one before has arrived: no two are ever read or sent together
};

struct Options {
  std::string mode;
  std::string server = "127.0.0.1:8080";
  std::string protocol = "native";
  std::string path;
  bool tls = false;
  std::optional<int> pid;
  std::chrono::duration<double> duration{5};
  std::chrono::duration<double> warmup{1};
  std::uint64_t count = 0;  ///< units of work to measure instead of a duration; 0: none
  std::size_t pairs = 50;
  double rate = 0;       ///< messages a second of an open loop; 0: closed loop
  std::size_t idle = 0;  ///< clients that say nothing beside those that do
  std::size_t clients = 50;
  Candidates candidates = Candidates::burst;
  std::size_t description_bytes = 4096;
  std::vector<std::size_t> connections{1000};
  bool talk = false;
  std::chrono::duration<double> hold{5};
  std::size_t sources = 0;
  bool json = false;
  bool quiet = false;
  bool help = false;
};

/// Throws Failure, which says what is wrong, for what it does not understand.
Options parse_options(int count, const char* const* arguments);

std::string help_text();

}  // namespace signalbox::bench
