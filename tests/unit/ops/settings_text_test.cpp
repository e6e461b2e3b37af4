// SPDX-License-Identifier: MIT
#include "ops/settings_text.hpp"

#include "support/catch.hpp"
#include "unit/ops/run_options.hpp"

namespace signalbox::test::settings_text_test {

namespace {

std::string printed(std::vector<std::string> arguments) {
  arguments.emplace_back("--print-config");
  const auto exit = std::get<EarlyExit>(run_options(arguments));
  REQUIRE(exit.exit_code == 0);
  return exit.text;
}

}  // namespace

TEST_CASE("every option is printed with where it comes from", "[ops][options]") {
  Surroundings surroundings;
  surroundings.set("SIGNALBOX_MAX_PEERS", "12");
  const auto file = surroundings.write_file("threads = 3\nmax-peers = 4\n");
  const auto text = printed({"--config", file, "--listen", ":1", "--listen", "[::1]:2"});

  CHECK(contains(text, "\nlisten = [\":1\", \"[::1]:2\"]  # --listen\n"));
  CHECK(contains(text, "\nthreads = 3  # " + file + ": threads\n"));
  CHECK(contains(text, "\nmax-peers = 12  # SIGNALBOX_MAX_PEERS\n"));
  CHECK(contains(text, "\nlog-level = \"info\"  # default\n"));
  CHECK(contains(text, "\n#ice-server  # default: none\n"));
  CHECK(contains(text, "\n#tls-cert  # default: none: without TLS\n"));
}

TEST_CASE("users and passwords are not printed, and the rest is read back", "[ops][options]") {
  Surroundings surroundings;
  const auto text = printed({"--ice-server", "turn:ann:s3cret@host:3478?transport=tcp,stun:host"});

  CHECK(contains(text, R"(ice-server = ["turn:***:***@host:3478?transport=tcp", "stun:host"])"));
  CHECK(text.find("s3cret") == std::string::npos);
  CHECK(text.find("ann") == std::string::npos);
  const auto settings = settings_from({"--config", surroundings.write_file(text)});
  CHECK(settings.ice_servers.size() == 2);
}

TEST_CASE("a path with quotation marks or backslashes is read back", "[ops][options]") {
  Surroundings surroundings;
  const auto path = GENERATE(as<std::string>(), "/a b.pem", R"(/a"b.pem)", R"(/a\tb.pem)");
  const auto text = printed({"--tls-cert", path, "--tls-key", path});
  CAPTURE(text);

  CHECK(settings_from({"--config", surroundings.write_file(text)}).tls.key == path);
}

TEST_CASE("what is wrong is said instead of printed", "[ops][options]") {
  const Surroundings surroundings;
  CHECK(refusal_of({"--print-config", "--threads", "0"}) ==
        "--threads: '0' is not a number from 1 to 64.");
}

}  // namespace signalbox::test::settings_text_test
