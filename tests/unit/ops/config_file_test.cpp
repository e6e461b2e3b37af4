// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "unit/ops/run_options.hpp"

namespace signalbox::test::config_file_test {

TEST_CASE("what a configuration file may look like", "[ops][options][file]") {
  Surroundings surroundings;
  const std::vector both{Endpoint{"127.0.0.1", 8080}, Endpoint{"::1", 8080}};
  const auto* const content = GENERATE(
      // An array, in one line or in several.
      "listen = [\"127.0.0.1:8080\", \"[::1]:8080\"]", "listen=['127.0.0.1:8080','[::1]:8080']",
      "listen = [\n  \"127.0.0.1:8080\",\n  \"[::1]:8080\"\n]\n",
      "listen = [  # loopback\n\n\"127.0.0.1:8080\", # [IPv4]\n'[::1]:8080', # IPv6\n  ] # both\n",
      // A string with several values.
      "listen = \"127.0.0.1:8080, [::1]:8080\"", "listen = \"127.0.0.1:8080 [::1]:8080\"",
      // Comments, white space and another system's line ends.
      "# Both:\r\n\r\n  listen = [\"127.0.0.1:8080\", \"[::1]:8080\"]  # loopback\r\n");
  CAPTURE(content);
  CHECK(settings_from({"--config", surroundings.write_file(content)}).listen == both);
}

TEST_CASE("plain values need no quotation marks in a file", "[ops][options][file]") {
  Surroundings surroundings;
  const auto file = surroundings.write_file(
      "threads = 3\nlog-level = debug\nping-interval = 5s\nmax-message = 8192\n"
      "ice-server = []\n");
  const auto settings = settings_from({"--config", file});
  CHECK(settings.threads == 3);
  CHECK(settings.log_level == LogLevel::debug);
  CHECK(settings.limits.ping_interval == std::chrono::seconds(5));
  CHECK(settings.limits.message_bytes == 8192);
  CHECK(settings.ice_servers.empty());
}

TEST_CASE("an empty file changes nothing", "[ops][options][file]") {
  Surroundings surroundings;
  CHECK(settings_from({"--config", surroundings.write_file("")}).threads == default_threads());
}

TEST_CASE("what is wrong with a file is said with its name", "[ops][options][file]") {
  struct Row {
    const char* content;
    const char* message;
  };
  const auto row = GENERATE(values<Row>({
      {"lisen = \":1\"\n", "There is no key 'lisen'; did you mean listen?"},
      {"threads = 1\nmax_peers = 2\n", "There is no key 'max_peers'; did you mean max-peers?"},
      {"frobnicate = 1\n", "There is no key 'frobnicate'; docs/configuration.md lists the keys."},
      {"[limits]\nmax-peers = 2\n", "has a section 'limits'; write keys without sections."},
      {"limits.max-peers = 2\n", "has a section 'limits'; write keys without sections."},
      {"config = \"other.toml\"\n", "'config' cannot stand in a file, only on the command line."},
      {"threads = [1, 2]\n", "'threads' takes one value."},
      {"threads = 1\nthreads = 2\n", "'threads' takes one value."},
      {"threads = 1\nmax-peers = 2\nthreads = 2\n", "'threads' is there twice; keep one of them."},
      {"listen = [\n\":1\",\n", "An array does not end; write ] after its last value."},
      {"threads\n", "threads: 'true' is not a number from 1 to 64."},
      {"listen = []\n", "listen names no address"},
  }));
  Surroundings surroundings;
  const auto file = surroundings.write_file(row.content);
  CAPTURE(row.content);
  CHECK(contains(refusal_of({"--config", file}), row.message));
}

TEST_CASE("a file that cannot be read", "[ops][options][file]") {
  Surroundings surroundings;
  CHECK(refusal_of({"--config", "/nowhere/x.toml"}) ==
        "--config: cannot read '/nowhere/x.toml': No such file or directory.");
  CHECK(refusal_of({"--config", "/"}) == "--config: '/' is a directory, not a file.");
  surroundings.set("SIGNALBOX_CONFIG", "/nowhere/x.toml");
  CHECK(refusal_of({}) ==
        "SIGNALBOX_CONFIG: cannot read '/nowhere/x.toml': No such file or directory.");
}

}  // namespace signalbox::test::config_file_test
