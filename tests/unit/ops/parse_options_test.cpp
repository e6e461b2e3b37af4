// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <fstream>

#include "ops/option_table.hpp"
#include "signalbox/base/version.hpp"
#include "signalbox/ops/changes.hpp"
#include "support/catch.hpp"
#include "unit/ops/run_options.hpp"

namespace signalbox::test::parse_options_test {

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
    Row{"jwt-key-file", "/a.pem,/b.json",
        [](const Settings& s) { return s.jwt.is_required && s.jwt.key_files.size() == 2; }},
    Row{"jwt-audience", "us", [](const Settings& s) { return s.jwt.audience == "us"; },
        "jwt-key-file"},
    Row{"jwt-issuer", "id", [](const Settings& s) { return s.jwt.issuer == "id"; }, "jwt-key-file"},
    Row{"login-webhook", "https://app/in",
        [](const Settings& s) { return s.webhooks.login == "https://app/in"; }},
    Row{"disconnect-webhook", "http://app:9/out?a=b",
        [](const Settings& s) { return s.webhooks.disconnect == "http://app:9/out?a=b"; }},
    Row{"webhook-secret-file", "/s",
        [](const Settings& s) { return s.webhooks.secret_file == "/s"; }},
    Row{"webhook-ca-file", "/ca", [](const Settings& s) { return s.webhooks.ca_file == "/ca"; }},
    Row{"webhook-timeout", "2s", [](const Settings& s) { return s.limits.webhook_timeout == 2s; }},
    Row{"webhook-requests", "9", [](const Settings& s) { return s.limits.webhook_requests == 9; }},
    Row{"allowed-origin", "HTTPS://Example.org:443,http://localhost:3000,null",
        [](const Settings& s) {
          return s.allowed_origins ==
                 std::vector<std::string>{"https://example.org", "http://localhost:3000", "null"};
        }},
    Row{"admin-listen", "[::1]:9091",
        [](const Settings& s) {
          return s.admin_listen == Endpoint{"::1", 9091};
        }},
    Row{"admin-token-file", "/t", [](const Settings& s) { return s.admin_token_file == "/t"; }},
    Row{"log-format", "json", [](const Settings& s) { return s.log_format == LogFormat::json; }},
    Row{"log-addresses", "truncated",
        [](const Settings& s) { return s.log_addresses == LogAddresses::truncated; }},
    Row{"log-level", "trace", [](const Settings& s) { return s.log_level == LogLevel::trace; }},
    Row{"trusted-proxy", "10.0.0.0/8,unix",
        [](const Settings& s) { return s.proxies.trusted.size() == 2; }},
    Row{"proxy-protocol", "required", [](const Settings& s) { return s.proxies.send_header; },
        "trusted-proxy"},
    Row{"base-path", "/signal/", [](const Settings& s) { return s.base_path == "/signal"; }},
    Row{"admin-socket-mode", "0660",
        [](const Settings& s) { return s.admin_socket_access.mode == 0660; }},
    Row{"admin-socket-group", "adm",
        [](const Settings& s) { return s.admin_socket_access.group == "adm"; }},
    Row{"socket-mode", "0600", [](const Settings& s) { return s.socket_access.mode == 0600; }},
    Row{"socket-group", "www-data",
        [](const Settings& s) { return s.socket_access.group == "www-data"; }},
    Row{"max-message", "3KiB", [](const Settings& s) { return s.limits.message_bytes == 3072; }},
    Row{"max-outbox", "1MiB", [](const Settings& s) { return s.limits.outbox_bytes == 1048576; }},
    Row{"max-outbox-messages", "300",
        [](const Settings& s) { return s.limits.outbox_messages == 300; }},
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
    Row{"max-connections-per-address", "20",
        [](const Settings& s) { return s.limits.address_connections == 20; }},
    Row{"login-rate", "30", [](const Settings& s) { return s.limits.address_logins == 30; }},
    Row{"login-failure-rate", "0",
        [](const Settings& s) { return s.limits.address_login_failures == 0; }},
    Row{"max-mail-memory", "2MiB",
        [](const Settings& s) { return s.limits.mail_memory == 2U << 20U; }},
    Row{"max-outbox-memory", "1GiB",
        [](const Settings& s) { return s.limits.outbox_memory == std::size_t{1} << 30U; }},
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
  CHECK(settings.admin_listen == Endpoint{"127.0.0.1", 8081});
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

TEST_CASE("the operator's port can be turned off", "[ops][options]") {
  const Surroundings surroundings;
  CHECK_FALSE(settings_from({"--admin-listen", "none"}).admin_listen);
}

TEST_CASE("the operator's port needs a token only where others reach it", "[ops][options]") {
  const Surroundings surroundings;
  for (const char* const address : {"localhost:1", "127.8.8.8:1", "[::1]:1", "unix:/run/a.sock"}) {
    CAPTURE(address);
    CHECK(settings_from({"--admin-listen", address}).admin_token_file.empty());
  }
  const auto settings = settings_from({"--admin-listen", ":1", "--admin-token-file", "/t"});
  CHECK(settings.admin_listen == Endpoint{"", 1});
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

TEST_CASE("a variable that is none of ours is told, with the one that was meant",
          "[ops][options]") {
  Surroundings surroundings;
  surroundings.set("SIGNALBOX_THREADS", "2");
  const auto [name, meant] = GENERATE(table<std::string, std::string>({
      {"SIGNALBOX_LISTNE", "; did you mean SIGNALBOX_LISTEN?"},
      {"SIGNALBOX_max_peers", "; did you mean SIGNALBOX_MAX_PEERS?"},
      {"SIGNALBOX_PORT", "; did you mean SIGNALBOX_LISTEN?"},
      {"SIGNALBOX_QQQQQQQQQQQQQQQQ", ", and ignored"},
  }));
  const auto before = unknown_variables();
  surroundings.set(name, "1");
  auto told = unknown_variables();
  std::erase_if(told, [&](const std::string& sentence) {
    return std::ranges::find(before, sentence) != before.end();
  });
  CHECK(told == std::vector{name + " in the environment is no option" + meant});
}

TEST_CASE("a running server takes over what needs no restart, and says so", "[ops][options]") {
  const auto& row = kRows.at(GENERATE(range(std::size_t{0}, kRows.size())));
  Surroundings surroundings;
  CAPTURE(row.key);
  if (!row.companion.empty()) {
    const Option& companion = *find_option(row.companion);
    surroundings.set(environment_name(companion), example_of(companion));
  }
  const bool restarts = needs_restart(*find_option(row.key));
  Settings in_force;
  const auto read = settings_from({"--" + std::string(row.key), std::string(row.value)});
  const Changes changes = take_over(in_force, read);

  CHECK(row.holds(in_force) == !restarts);
  const auto& told = restarts ? changes.for_restart : changes.taken;
  CHECK(std::ranges::any_of(told, [&](const std::string& text) {
    return text.starts_with(std::string(row.key) + " is ") && !contains(text, "secret@");
  }));
  const Changes again = take_over(in_force, read);
  CHECK(again.taken.empty());
  CHECK(again.for_restart == changes.for_restart);
}

TEST_CASE("what needs a restart", "[ops][options]") {
  for (const auto* key : {"listen", "threads", "web-root", "max-http-header", "config",
                          "admin-listen", "trusted-proxy", "base-path"}) {
    CHECK(needs_restart(*find_option(key)));
  }
  for (const auto* key :
       {"max-message", "ice-server", "tls-cert", "log-level", "on-duplicate", "login-rate",
        "max-mail-memory", "max-outbox-memory", "allowed-origin", "max-connections-per-address"}) {
    CHECK_FALSE(needs_restart(*find_option(key)));
  }
}

TEST_CASE("other credentials are a change, but are not told", "[ops][options]") {
  const Surroundings surroundings;
  Settings in_force = settings_from({"--ice-server", "turn:ann:first@host"});
  const auto changes = take_over(in_force, settings_from({"--ice-server", "turn:ann:second@host"}));

  CHECK(changes.taken == std::vector<std::string>{"ice-server has other credentials"});
  CHECK(in_force.ice_servers.front().credential == "second");
}

TEST_CASE("options are read again from the file as it is then", "[ops][options]") {
  Surroundings surroundings;
  const auto file = surroundings.write_file("threads = 3\n");
  const std::array argv{"signalbox", "--config", file.c_str(), "--max-peers", "9"};
  const int argc = argv.size();
  CHECK(reread_options(argc, argv.data()).threads == 3);

  std::ofstream(file) << "threads = 4\n";
  CHECK(reread_options(argc, argv.data()).threads == 4);
  CHECK(reread_options(argc, argv.data()).limits.peers == 9);

  std::ofstream(file) << "threads = none\n";
  CHECK_THROWS_WITH(reread_options(argc, argv.data()),
                    file + ": threads: 'none' is not a number from 1 to 64.");
}

TEST_CASE("every option is read back from what --print-config prints", "[ops][options]") {
  const auto& row = kRows.at(GENERATE(range(std::size_t{0}, kRows.size())));
  if (row.key == "ice-server") return;  // Its password is not printed.
  Surroundings surroundings;
  CAPTURE(row.key);
  if (!row.companion.empty()) {
    const Option& companion = *find_option(row.companion);
    surroundings.set(environment_name(companion), example_of(companion));
  }
  const auto printed = std::get<EarlyExit>(
      run_options({"--" + std::string(row.key), std::string(row.value), "--print-config"}));
  CAPTURE(printed.text);

  CHECK(row.holds(settings_from({"--config", surroundings.write_file(printed.text)})));
}

TEST_CASE("that --check-config was given is told to whoever starts the server", "[ops][options]") {
  const Surroundings surroundings;
  CHECK(settings_from({"--check-config"}).only_check);
  CHECK_FALSE(settings_from({}).only_check);
  CHECK(refusal_of({"--check-config", "--threads", "0"}) ==
        "--threads: '0' is not a number from 1 to 64.");
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

}  // namespace signalbox::test::parse_options_test
