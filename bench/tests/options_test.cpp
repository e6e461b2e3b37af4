// SPDX-License-Identifier: MIT
#include "bench/load/options.hpp"

#include <array>
#include <vector>

#include "bench/load/failure.hpp"
#include "tests/support/catch.hpp"

namespace signalbox::bench {
namespace {

Options parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "signalbox-bench");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

TEST_CASE("a mode alone is enough") {
  const Options options = parse({"relay"});
  CHECK(options.mode == "relay");
  CHECK(options.server == "127.0.0.1:8080");
  CHECK_FALSE(options.pid.has_value());
  CHECK_FALSE(options.tls);
}

TEST_CASE("options stand before and behind the mode") {
  const Options options = parse(
      {"--pairs", "7", "calls", "--candidates", "paced", "--duration", "2.5s", "--tls", "--json"});
  CHECK(options.mode == "calls");
  CHECK(options.pairs == 7);
  CHECK(options.candidates == Candidates::paced);
  CHECK(options.duration.count() == 2.5);
  CHECK(options.tls);
  CHECK(options.json);
}

TEST_CASE("idle takes several numbers that grow") {
  CHECK(parse({"idle", "--connections", "10,20,30"}).connections ==
        std::vector<std::size_t>{10, 20, 30});
  CHECK_THROWS_AS(parse({"idle", "--connections", "20,10"}), Failure);
}

TEST_CASE("what is wrong is refused") {
  CHECK_THROWS_AS(parse({}), Failure);
  CHECK_THROWS_AS(parse({"fly"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "calls"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "--pairs"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "--pairs", "0"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "--pairs", "many"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "--rate", "-1"}), Failure);
  CHECK_THROWS_AS(parse({"relay", "--colour", "red"}), Failure);
}

TEST_CASE("help names every option") {
  CHECK(parse({"--help"}).help);
  for (const char* option :
       {"--server",   "--protocol",   "--tls",         "--path",    "--pid",
        "--duration", "--warmup",     "--count",       "--pairs",   "--rate",
        "--idle",     "--candidates", "--description", "--clients", "--connections",
        "--talk",     "--hold",       "--sources",     "--json",    "--quiet"}) {
    CHECK(help_text().find(option) != std::string::npos);
  }
}

}  // namespace
}  // namespace signalbox::bench
