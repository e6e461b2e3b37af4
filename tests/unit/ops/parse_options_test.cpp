// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "ops/option_table.hpp"
#include "signalbox/base/version.hpp"
#include "support/catch.hpp"
#include "unit/ops/run_options.hpp"

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

/// An option, a value that is not its default, and what the settings are with it.
struct Row {
  std::string_view key;
  std::string_view value;
  bool (*holds)(const Settings&);
  std::string_view companion{};  ///< the option without which it is refused
};

constexpr std::array kRows{
    Row{"listen", "[::1]:9090",
        [](const Settings& s) {
          return s.listen == std::vector{Endpoint{"::1", 9090}};
        }},
    Row{"tls-cert", "/c.pem", [](const Settings& s) { return s.tls.certificate == "/c.pem"; },
        "tls-key"},
    Row{"tls-key", "/k.pem", [](const Settings& s) { return s.tls.key == "/k.pem"; }, "tls-cert"},
    Row{"web-root", "/", [](const Settings& s) { return s.web_root == "/"; }},
    Row{"ice-server", "turn:ann:secret@host:3478",
        [](const Settings& s) {
          return s.ice_servers == std::vector{IceServer{{"turn:host:3478"}, "ann", "secret"}};
        }},
    Row{"threads", "7", [](const Settings& s) { return s.threads == 7; }},
    Row{"log-level", "trace", [](const Settings& s) { return s.log_level == LogLevel::trace; }},
    Row{"trusted-proxy", "10.0.0.0/8,unix",
        [](const Settings& s) { return s.proxies.trusted.size() == 2; }},
    Row{"proxy-protocol", "required", [](const Settings& s) { return s.proxies.send_header; },
        "trusted-proxy"},
    Row{"base-path", "/signal/", [](const Settings& s) { return s.base_path == "/signal"; }},
    Row{"socket-mode", "0600", [](const Settings& s) { return s.socket_access.mode == 0600; }},
    Row{"socket-group", "www-data",
        [](const Settings& s) { return s.socket_access.group == "www-data"; }},
    Row{"max-message", "3KiB", [](const Settings& s) { return s.limits.message_bytes == 3072; }},
    Row{"max-outbox", "1MiB", [](const Settings& s) { return s.limits.outbox_bytes == 1048576; }},
    Row{"message-rate", "0", [](const Settings& s) { return s.limits.message_rate == 0; }},
    Row{"message-burst", "20", [](const Settings& s) { return s.limits.message_burst == 20; }},
    Row{"error-burst", "5", [](const Settings& s) { return s.limits.error_burst == 5; }},
    Row{"max-peers", "12", [](const Settings& s) { return s.limits.peers == 12; }},
    Row{"on-duplicate", "replace",
        [](const Settings& s) { return s.on_duplicate == OnDuplicate::replace; }},
    Row{"max-mail", "9KiB", [](const Settings& s) { return s.limits.mail_bytes == 9216; }},
    Row{"max-mail-messages", "8", [](const Settings& s) { return s.limits.mail_messages == 8; }},
    Row{"max-detached", "0", [](const Settings& s) { return s.limits.detached_sessions == 0; }},
    Row{"resume-window", "2m", [](const Settings& s) { return s.limits.resume_window == 2min; }},
    Row{"drain-time", "30s", [](const Settings& s) { return s.limits.drain_time == 30s; }},
    Row{"max-connections", "99", [](const Settings& s) { return s.limits.connections == 99; }},
    Row{"max-http-header", "4k",
        [](const Settings& s) { return s.limits.http_header_bytes == 4096; }},
    Row{"http-timeout", "1m", [](const Settings& s) { return s.limits.http_timeout == 1min; }},
    Row{"login-timeout", "50ms", [](const Settings& s) { return s.limits.login_timeout == 50ms; }},
    Row{"ping-interval", "1h", [](const Settings& s) { return s.limits.ping_interval == 1h; }},
    Row{"write-timeout", "2s", [](const Settings& s) { return s.limits.write_timeout == 2s; }},
    Row{"turn-lifetime", "90m", [](const Settings& s) { return s.limits.turn_lifetime == 90min; }},
    Row{"turn-secret-file", "/s", [](const Settings& s) { return s.turn_secret_file == "/s"; }},
    Row{"close-timeout", "3s", [](const Settings& s) { return s.limits.close_timeout == 3s; }},
};

}  // namespace

TEST_CASE("without options the defaults hold", "[ops][options]") {
  const Surroundings surroundings;
  const auto settings = settings_from({});
  CHECK(settings.listen == std::vector{Endpoint{"127.0.0.1", 8080}});
  CHECK(settings.threads == default_threads());
  CHECK(settings.web_root.empty());
  CHECK(settings.log_level == LogLevel::info);
  CHECK(settings.ice_servers.empty());
  CHECK(settings.on_duplicate == OnDuplicate::reject);
  for (const auto& row : kRows) {
    CAPTURE(row.key);
    CHECK_FALSE(row.holds(settings));
  }
}

TEST_CASE("no arguments at all, not even the program's name", "[ops][options]") {
  const Surroundings surroundings;
  const std::array<const char*, 1> argv{nullptr};
  CHECK(std::holds_alternative<Settings>(parse_options(0, argv.data())));
}

TEST_CASE("the test's table has every option", "[ops][options]") {
  for (const auto& option : option_table()) {
    CAPTURE(option.key);
    const auto tested = std::ranges::count(kRows, option.key, &Row::key);
    CHECK(tested == (option.key == "config" ? 0 : 1));
  }
}

TEST_CASE("every option comes by flag, environment and file", "[ops][options]") {
  const auto& row = kRows.at(GENERATE(range(std::size_t{0}, kRows.size())));
  Surroundings surroundings;
  const std::string key(row.key);
  const std::string value(row.value);
  CAPTURE(key);
  if (!row.companion.empty()) {
    const Option& companion = *find_option(row.companion);
    surroundings.set(environment_name(companion), example_of(companion));
  }

  SECTION("flag and value") { CHECK(row.holds(settings_from({"--" + key, value}))); }
  SECTION("flag=value") { CHECK(row.holds(settings_from({"--" + key + "=" + value}))); }
  SECTION("environment") {
    surroundings.set(environment_name(*find_option(key)), value);
    CHECK(row.holds(settings_from({})));
  }
  SECTION("file") {
    const auto file = surroundings.write_file(key + " = \"" + value + "\"\n");
    CHECK(row.holds(settings_from({"--config", file})));
  }
}

TEST_CASE("a flag wins over the environment, that over the file", "[ops][options]") {
  Surroundings surroundings;
  const auto file = surroundings.write_file(
      "threads = 3\nmax-peers = 3\nmax-connections = 3\nlisten = [\":3\", \":33\"]\n");
  surroundings.set("SIGNALBOX_THREADS", "2");
  surroundings.set("SIGNALBOX_MAX_PEERS", "2");
  surroundings.set("SIGNALBOX_LISTEN", ":2,:22");

  const auto settings = settings_from({"--config", file, "--threads", "1", "--listen", ":1"});
  CHECK(settings.threads == 1);
  CHECK(settings.limits.peers == 2);
  CHECK(settings.limits.connections == 3);
  CHECK(settings.limits.message_rate == Limits{}.message_rate);
  CHECK(settings.listen == std::vector{Endpoint{"", 1}});
}

TEST_CASE("the environment can name the file, and a flag another", "[ops][options]") {
  Surroundings surroundings;
  surroundings.set("SIGNALBOX_CONFIG", surroundings.write_file("threads = 3\n"));
  CHECK(settings_from({}).threads == 3);
  CHECK(settings_from({"--config", surroundings.write_file("threads = 4\n")}).threads == 4);
}

TEST_CASE("several values of one option", "[ops][options]") {
  Surroundings surroundings;
  const std::vector both{Endpoint{"", 1}, Endpoint{"::1", 2}};
  CHECK(settings_from({"--listen", ":1", "--listen", "[::1]:2"}).listen == both);
  CHECK(settings_from({"--listen", ":1,[::1]:2"}).listen == both);
  CHECK(settings_from({"--threads", "1", "--threads", "2"}).threads == 2);

  const auto separator = GENERATE(as<std::string>(), ",", " ", ", ", "\t");
  surroundings.set("SIGNALBOX_LISTEN", ":1" + separator + "[::1]:2" + separator);
  CHECK(settings_from({}).listen == both);
}

TEST_CASE("an empty variable counts as not set", "[ops][options]") {
  Surroundings surroundings;
  surroundings.set("SIGNALBOX_THREADS", "");
  surroundings.set("SIGNALBOX_CONFIG", "");
  CHECK(settings_from({}).threads == default_threads());
}

TEST_CASE("--help and --version exit with 0", "[ops][options]") {
  const Surroundings surroundings;
  for (const auto* flag : {"--help", "-h"}) {
    const auto exit = std::get<EarlyExit>(run_options({flag, "--threads", "0"}));
    CHECK(exit.exit_code == 0);
    CHECK(exit.text == options_help());
  }
  const auto exit = std::get<EarlyExit>(run_options({"--version"}));
  CHECK(exit.exit_code == 0);
  CHECK(exit.text == "signalbox " + std::string(kVersion) + "\n");
}
