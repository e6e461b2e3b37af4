// SPDX-License-Identifier: MIT
#include "ops/endpoint_text.hpp"

#include "support/catch.hpp"

namespace signalbox::test::endpoint_text_test {

TEST_CASE("addresses to listen at", "[ops][endpoint]") {
  struct Row {
    const char* text;
    const char* host;
    std::uint16_t port;
    const char* shown;
  };
  const auto row = GENERATE(values<Row>({
      {"127.0.0.1:8080", "127.0.0.1", 8080, "127.0.0.1:8080"},
      {"0.0.0.0:80", "0.0.0.0", 80, "0.0.0.0:80"},
      {"[::1]:8080", "::1", 8080, "[::1]:8080"},
      {"[::]:8080", "::", 8080, "[::]:8080"},
      {"[fe80::1%eth0]:8080", "fe80::1%eth0", 8080, "[fe80::1%eth0]:8080"},
      {"[::ffff:10.0.0.1]:1", "::ffff:10.0.0.1", 1, "[::ffff:10.0.0.1]:1"},
      {":8080", "", 8080, ":8080"},
      {"8080", "127.0.0.1", 8080, "127.0.0.1:8080"},
      {"localhost:8080", "localhost", 8080, "localhost:8080"},
      {"signal-1.example.org:443", "signal-1.example.org", 443, "signal-1.example.org:443"},
      {"127.0.0.1:0", "127.0.0.1", 0, "127.0.0.1:0"},
      {"0", "127.0.0.1", 0, "127.0.0.1:0"},
      {"127.0.0.1:65535", "127.0.0.1", 65535, "127.0.0.1:65535"},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_endpoint(row.text);
  REQUIRE(std::holds_alternative<Endpoint>(parsed));
  const auto& endpoint = std::get<Endpoint>(parsed);
  CHECK(endpoint == Endpoint{row.host, row.port});
  CHECK(show_endpoint(endpoint) == row.shown);
}

TEST_CASE("sockets that are none of the network's", "[ops][endpoint]") {
  const std::string longest = "/" + std::string(106, 'x');
  for (const std::string& path : {std::string("/run/signalbox/signalbox.sock"), longest}) {
    const auto socket = std::get<Endpoint>(parse_endpoint("unix:" + path));
    CHECK(socket == Endpoint{path, 0, Endpoint::Kind::unix_socket});
    CHECK(show_endpoint(socket) == "unix:" + path);
  }
  const auto systemd = std::get<Endpoint>(parse_endpoint("systemd"));
  CHECK(systemd == Endpoint{"", 0, Endpoint::Kind::systemd});
  CHECK(show_endpoint(systemd) == "systemd");
}

TEST_CASE("what is no address is refused with what would be right", "[ops][endpoint]") {
  struct Row {
    const char* text;
    const char* hint;
  };
  const auto row = GENERATE(values<Row>({
      {"", "has no port; write it like 127.0.0.1:8080, or :8080 for every address."},
      {"foo", "has no port"},
      {"127.0.0.1", "has no port"},
      {"[::1]", "has no port"},
      {"65536", "has no port"},
      {"::1", "needs brackets and a port: write [::1]:8080."},
      {"::1:8080", "needs brackets and a port"},
      {"127.0.0.1:", "does not end in a port from 0 to 65535 (0: any free port)."},
      {"127.0.0.1:65536", "does not end in a port"},
      {"127.0.0.1:http", "does not end in a port"},
      {"127.0.0.1:-1", "does not end in a port"},
      {"http://localhost:8080", "does not begin with an address or a host name"},
      {"127.0.0.256:80", "does not begin with an address"},
      {"127.0.1:80", "does not begin with an address"},
      {"[127.0.0.1]:80", "does not begin with an address"},
      {"[::1:80", "does not begin with an address"},
      {"[]:80", "does not begin with an address"},
      {"a b:80", "does not begin with an address"},
      {"*:80", "does not begin with an address"},
      {"unix:", "has no whole path; write it like unix:/run/signalbox/signalbox.sock."},
      {"unix:signalbox.sock", "has no whole path"},
      {"unix:/12345678901234567890123456789012345678901234567890123456789012345678901234567890"
       "123456789012345678901234567",
       "is too long: a socket's path has at most 107 bytes."},
  }));
  CAPTURE(row.text);
  const auto parsed = parse_endpoint(row.text);
  REQUIRE(std::holds_alternative<Problem>(parsed));
  const auto& text = std::get<Problem>(parsed).text;
  CHECK_THAT(text, Catch::Matchers::StartsWith("'" + std::string(row.text) + "' " + row.hint));
}

}  // namespace signalbox::test::endpoint_text_test
