// SPDX-License-Identifier: MIT
// Runs the simulation for each of the seeds, and tells the story of the first one that finds
// something.
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <string>

#include "simulation/simulation.hpp"
#include "simulation/story.hpp"

namespace {

using signalbox::simulation::Simulation;
using signalbox::simulation::Story;

struct Outcome {
  std::string found;  ///< empty: nothing
  std::size_t messages = 0;
};

Outcome run(std::uint64_t seed, Story story) {
  Outcome outcome;
  try {
    Simulation simulation(seed, story);
    simulation.run();
    outcome.messages = simulation.messages();
  } catch (const std::exception& error) {
    outcome.found = error.what();
  }
  return outcome;
}

int tell(std::uint64_t seed, const std::string& found) {
  const Outcome again = run(seed, Story(true));
  fmt::print("\nseed {}: {}\n", seed, found);
  if (again.found != found) fmt::print("this seed does not replay: {}\n", again.found);
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Lets clients, network and time do to the server whatever they can.");
  std::string seeds = "1..10000";
  app.add_option("--seeds", seeds, "FIRST..LAST; each is another story")
      ->capture_default_str()
      ->check([](const std::string& text) {
        const bool is_range = text.find_first_not_of("0123456789.") == std::string::npos &&
                              text.find("..") != std::string::npos;
        return is_range ? std::string() : "must be two numbers: FIRST..LAST";
      });
  CLI11_PARSE(app, argc, argv);
  spdlog::set_level(spdlog::level::off);

  const std::uint64_t first = std::stoull(seeds);
  const std::uint64_t last = std::stoull(seeds.substr(seeds.find("..") + 2));
  std::size_t messages = 0;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const Outcome outcome = run(seed, Story(false));
    if (!outcome.found.empty()) return tell(seed, outcome.found);
    messages += outcome.messages;
  }
  fmt::print("seeds {} to {}: nothing found, with {} messages\n", first, last, messages);
  return EXIT_SUCCESS;
}
