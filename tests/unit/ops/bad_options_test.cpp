// SPDX-License-Identifier: MIT
#include "ops/nearest.hpp"
#include "ops/option_table.hpp"
#include "support/catch.hpp"
#include "unit/ops/run_options.hpp"

namespace signalbox::test::bad_options_test {

namespace {

struct Row {
  const char* key;
  const char* value;
  const char* message;
};

constexpr auto kTimeout = "is not a time from 10ms to 10m; write it like 10s.";
constexpr auto kBurst = "is not a number from 1 to 1000000; write it like";

}  // namespace

TEST_CASE("every bad value is refused, whoever gave it", "[ops][options]") {
  const auto row = GENERATE(values<Row>({
      {"listen", "foo",
       "'foo' has no port; write it like 127.0.0.1:8080, or :8080 for every address."},
      {"listen", ":1,foo", "'foo' has no port"},
      {"web-root", "/nowhere/at/all", "'/nowhere/at/all' is not a directory."},
      {"web-root", "/dev/null", "'/dev/null' is not a directory."},
      {"ice-server", "http:host", "'http:host' does not begin with stun:, stuns:, turn: or"},
      {"threads", "0", "'0' is not a number from 1 to 64."},
      {"threads", "65", "'65' is not a number from 1 to 64."},
      {"threads", "-1", "'-1' is not a number"},
      {"threads", "two", "'two' is not a number"},
      {"threads", "4294967297", "'4294967297' is not a number"},
      {"admin-listen", "8081x",
       "'8081x' is not an address like 127.0.0.1:8081, unix:/PATH, or none."},
      {"admin-listen", "systemd", "'systemd' is not an address"},
      {"log-level", "loud", "'loud' is not one of trace, debug, info, warn, error."},
      {"on-duplicate", "both", "'both' is not reject or replace."},
      {"log-level", "INFO", "'INFO' is not one of"},
      {"allowed-origin", "example.org",
       "'example.org' is no origin; write it like https://example.org."},
      {"allowed-origin", "https://example.org/", "'https://example.org/' is no origin"},
      {"allowed-origin", "https://", "'https://' is no origin"},
      {"allowed-origin", "://a", "'://a' is no origin"},
      {"allowed-origin", "https://*.example.org", "is no origin"},
      {"trusted-proxy", "proxy",
       "'proxy' is no address; write it like 10.0.0.0/8, 2001:db8::/32 or unix."},
      {"trusted-proxy", "127.0.0.1,10.0.0.0/33", "'10.0.0.0/33' does not end in a number from 0"},
      {"proxy-protocol", "yes", "'yes' is not off or required."},
      {"base-path", "signal", "'signal' is not a path like /signal."},
      {"base-path", "/a//b", "'/a//b' is not a path like /signal."},
      {"base-path", "/a b", "'/a b' is not a path"},
      {"base-path", "/%41", "'/%41' is not a path"},
      {"admin-socket-mode", "0888", "'0888' is not a mode from 0 to 777, in octal."},
      {"socket-mode", "0888", "'0888' is not a mode from 0 to 777, in octal."},
      {"socket-mode", "1777", "'1777' is not a mode"},
      {"socket-mode", "rw", "'rw' is not a mode"},
      {"max-message", "1023", "'1023' is not a size from 1KiB to 16MiB; write it like 64KiB."},
      {"max-message", "17MiB", "'17MiB' is not a size from 1KiB to 16MiB"},
      {"max-message", "64kg", "'64kg' is not a size"},
      {"max-outbox", "1KiB", "'1KiB' is not a size from 2KiB to 256MiB; write it like 256KiB."},
      {"max-outbox", "257MiB", "'257MiB' is not a size"},
      {"max-outbox-messages", "15", "'15' is not a number from 16 to 1000000; write it like 1024."},
      {"message-rate", "1000001",
       "'1000001' is not a number from 0 to 1000000; write it like 100."},
      {"message-burst", "0", kBurst},
      {"error-burst", "0", kBurst},
      {"max-peers", "0", "'0' is not a number from 1 to 65535; write it like 256."},
      {"max-peers", "65536", "'65536' is not a number"},
      {"max-connections", "0", "'0' is not a number from 1 to 10000000; write it like 1000000."},
      {"max-connections-per-address", "10000001", "'10000001' is not a number from 0 to"},
      {"login-rate", "1000001", "'1000001' is not a number from 0 to 1000000; write it like 0."},
      {"login-failure-rate", "-1", "'-1' is not a number from 0 to 1000000; write it like 60."},
      {"max-mail-memory", "65GiB", "'65GiB' is not a size from 1MiB to 64GiB"},
      {"max-outbox-memory", "1023KiB",
       "'1023KiB' is not a size from 1MiB to 64GiB; write it like 256MiB."},
      {"max-http-header", "1MiB", "'1MiB' is not a size from 1KiB to 64KiB; write it like 8KiB."},
      {"http-timeout", "10", kTimeout},
      {"login-timeout", "11m", kTimeout},
      {"write-timeout", "0s", kTimeout},
      {"close-timeout", "2m", "'2m' is not a time from 10ms to 1m; write it like 1s."},
      {"turn-lifetime", "59s", "'59s' is not a time from 1m to 720h; write it like 24h."},
      {"ping-interval", "99ms", "'99ms' is not a time from 100ms to 1h; write it like 25s."},
  }));
  Surroundings surroundings;
  const std::string key(row.key);
  const std::string value(row.value);
  CAPTURE(key, value);

  SECTION("flag") {
    const auto refusal = refusal_of({"--" + key, value});
    CHECK_THAT(refusal, Catch::Matchers::StartsWith("--" + key + ": '"));
    CHECK(contains(refusal, row.message));
  }
  SECTION("environment") {
    const auto name = environment_name(*find_option(key));
    surroundings.set(name, value);
    CHECK_THAT(refusal_of({}), Catch::Matchers::StartsWith(name + ": '"));
    CHECK(contains(refusal_of({}), row.message));
  }
  SECTION("file") {
    const auto file = surroundings.write_file(key + " = \"" + value + "\"\n");
    const auto refusal = refusal_of({"--config", file});
    CHECK_THAT(refusal, Catch::Matchers::StartsWith(file + ": " + key + ": '"));
    CHECK(contains(refusal, row.message));
  }
}

TEST_CASE("bad command lines", "[ops][options]") {
  struct Line {
    std::vector<std::string> arguments;
    const char* message;
  };
  const Surroundings surroundings;
  const std::vector<Line> lines{
      {{"--treads", "3"}, "There is no option '--treads'; did you mean --threads?"},
      {{"--max_message=1k"}, "There is no option '--max_message'; did you mean --max-message?"},
      {{"-threads", "3"}, "There is no option '-threads'; did you mean --threads?"},
      {{"--port", "80"}, "There is no option '--port'; did you mean --listen?"},
      {{"--frobnicate"}, "There is no option '--frobnicate'; signalbox --help lists the options."},
      {{"8080"}, "'8080' is not an option; signalbox --help lists the options."},
      {{"--listen"}, "--listen needs a value, such as 127.0.0.1:8080."},
      {{"--listen", "--threads", "3"}, "--listen needs a value, such as 127.0.0.1:8080."},
      {{"--threads", "3", "--web-root"}, "--web-root needs a value, such as /srv/signalbox."},
      {{"--listen", ","},
       "listen names no address; without it the server listens at 127.0.0.1:8080."},
      {{"--tls-cert", "cert.pem"},
       "tls-cert is given without tls-key: name the certificate's private key too."},
      {{"--tls-key", "key.pem"},
       "tls-key is given without tls-cert: name the key's certificate too."},
      {{"--proxy-protocol", "required"},
       "proxy-protocol is given without trusted-proxy: name the proxy's address, or unix."},
      {{"--jwt-key-file", ""}, "jwt-key-file names no file; without it everybody may log in."},
      {{"--jwt-audience", "us"},
       "jwt-audience is given without jwt-key-file: name the key that tokens are checked with."},
      {{"--jwt-issuer", "id"},
       "jwt-issuer is given without jwt-key-file: name the key that tokens are checked with."},
      {{"--jwt-key-file", "k", "--jwt-audience", ""}, "--jwt-audience: '' is not a name."},
      {{"--admin-listen", ":9000"},
       "admin-listen :9000 can be reached from other computers: name an admin-token-file, or write "
       "127.0.0.1:9000."},
      {{"--admin-listen", "192.0.2.1:9000"},
       "admin-listen 192.0.2.1:9000 can be reached from other computers: name an "
       "admin-token-file, or write 127.0.0.1:9000."},
      {{"--admin-token-file", ""}, "--admin-token-file: '' is not a file."},
      {{"--ice-server", "turn:host:3478"},
       "ice-server turn:host:3478 needs credentials: give turn-secret-file, to make some for each "
       "login, or write turn:user:password@host:3478."},
      {{"--turn-secret-file", ""}, "--turn-secret-file: '' is not a file."},
      {{"--tls-cert", ""}, "--tls-cert: '' is not a PEM file."},
      {{"--cert", "cert.pem"}, "There is no option '--cert'; did you mean --tls-cert?"},
      {{"--max-message", "1MiB"},
       "max-outbox (256KiB) must be at least 1KiB more than max-message (1MiB), or the longest "
       "message never fits."},
      {{"--max-message", "4KiB", "--max-outbox", "5119"},
       "max-outbox (5119) must be at least 1KiB more than max-message (4KiB), or the longest "
       "message never fits."},
      {{"--max-outbox-messages", "256"},
       "max-outbox-messages (256) must be more than max-mail-messages (256), all of which a client "
       "is sent when it comes back."},
  };
  for (const auto& [arguments, message] : lines) CHECK(refusal_of(arguments) == message);
  CHECK(settings_from({"--max-message", "4KiB", "--max-outbox", "5KiB"}).limits.outbox_bytes ==
        5120);
}

TEST_CASE("the nearest key", "[ops][options]") {
  CHECK(nearest_key("lisen") == "listen");
  CHECK(nearest_key("LISTEN").empty());
  CHECK(nearest_key("max-mesage") == "max-message");
  CHECK(nearest_key("ice-servers") == "ice-server");
  CHECK(nearest_key("stun") == "ice-server");
  CHECK(nearest_key("").empty());
  CHECK(nearest_key("x").empty());
  CHECK(nearest_key(std::string(1'000'000, 'x')).empty());
}

}  // namespace signalbox::test::bad_options_test
