// SPDX-License-Identifier: MIT
#include "net/http/forwarded.hpp"

#include "net/client_address.hpp"
#include "support/catch.hpp"
#include "support/header_request.hpp"

namespace signalbox::test::forwarded_test {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;

namespace {

/// 127.0.0.1 and 10.0.0.0/8.
ReverseProxies proxies() {
  const auto range = [](const char* first, unsigned bits) {
    return AddressRange{net::bytes_of(make_address(first)), bits};
  };
  return {.trusted = {range("127.0.0.1", 128), range("10.0.0.0", 96 + 8)}};
}

std::string client_of(const HeaderRequest::Headers& headers, const char* peer = "127.0.0.1") {
  const HeaderRequest request("/ws", headers);
  return net::text_of(net::http::client_of(request, {make_address(peer), 4711}, proxies()));
}

}  // namespace

TEST_CASE("X-Forwarded-For is believed from its right end on", "[net][forwarded]") {
  const auto [value, client] = GENERATE(table<std::string, std::string>({
      {"192.0.2.1", "192.0.2.1"},
      {"192.0.2.1:99", "192.0.2.1:99"},
      {"2001:db8::1", "2001:db8::1"},
      {"198.51.100.9, 192.0.2.1", "192.0.2.1"},
      {"198.51.100.9,192.0.2.1 , 10.1.2.3", "192.0.2.1"},
      {"198.51.100.9, nonsense, 192.0.2.1", "192.0.2.1"},
      {"10.1.2.3, 10.1.2.4", "10.1.2.3"},
      {"198.51.100.9, nonsense", "127.0.0.1:4711"},
      {"198.51.100.9, unknown, 10.1.2.3", "10.1.2.3"},
      {"192.0.2.1,", "192.0.2.1"},
      {"198.51.100.9,, 192.0.2.1 ,\t, ,", "192.0.2.1"},
      {"198.51.100.9, [2001:db8::1]:99", "[2001:db8::1]:99"},
      {"\"[2001:db8::1]:99\"", "[2001:db8::1]:99"},
      {"10.1.2.3", "10.1.2.3"},
      {"", "127.0.0.1:4711"},
      {",", "127.0.0.1:4711"},
      {"::", "127.0.0.1:4711"},
  }));
  CAPTURE(value);
  CHECK(client_of({{"X-Forwarded-For", value}}) == client);
}

TEST_CASE("Forwarded is believed in the same way", "[net][forwarded]") {
  const auto [value, client] = GENERATE(table<std::string, std::string>({
      {"for=192.0.2.1", "192.0.2.1"},
      {"FOR=192.0.2.1;proto=https;by=10.0.0.1", "192.0.2.1"},
      {"proto=https; For=\"[2001:db8::1]:4711\"", "[2001:db8::1]:4711"},
      {"for=198.51.100.9, for=192.0.2.1", "192.0.2.1"},
      {"for=198.51.100.9;by=\"a,b\", for=192.0.2.1, for=10.0.0.1", "192.0.2.1"},
      {"for=192.0.2.1,", "192.0.2.1"},
      {"for=192.0.2.1;,for=10.0.0.1;;, ,", "192.0.2.1"},
      {"for=198.51.100.9;host=\"x\\\", for=10.0.0.9, \\\\\";for=192.0.2.1", "192.0.2.1"},
      {"for=\"192.0.2.1:_hidden\"", "192.0.2.1"},
      {"for=\"192\\.0.2.\\1:99\"", "192.0.2.1:99"},
      {"for=198.51.100.9, proto=https", "127.0.0.1:4711"},
      {"for=198.51.100.9, for=_hidden", "127.0.0.1:4711"},
      {"for=\"192.0.2.1", "127.0.0.1:4711"},
      {"for=\"192.0.2.1\\\"", "127.0.0.1:4711"},
      {"for=\"", "127.0.0.1:4711"},
      {"for=", "127.0.0.1:4711"},
  }));
  CAPTURE(value);
  CHECK(client_of({{"Forwarded", value}}) == client);
}

TEST_CASE("Whatever a client says before them, who a proxy names is the client",
          "[net][forwarded]") {
  const std::string said =
      GENERATE("", "\"", "\"x", "x\"", "\"\"\"", "\\", "\"\\", "\\\"", "for=\"x", "for=\"",
               "for=\"198.51.100.9", "for=198.51.100.9;by=\"", ",", ",,\",\"", ";", "=", "10.0.0.1",
               "for=10.0.0.1", "for=\"10.0.0.1\", \"", "\x01\xFF(", "198.51.100.9, \"unknown");
  const std::string separator = GENERATE(",", ", ", " ,\t", ", , ");
  CAPTURE(said, separator);
  const std::string begin = said + separator;

  CHECK(client_of({{"X-Forwarded-For", begin + "192.0.2.1"}}) == "192.0.2.1");
  CHECK(client_of({{"X-Forwarded-For", begin + "2001:db8::1, 10.0.0.1"}}) == "2001:db8::1");
  CHECK(client_of({{"Forwarded", begin + "for=192.0.2.1"}}) == "192.0.2.1");
  CHECK(client_of({{"Forwarded", begin + "for=\"[2001:db8::1]:9\";by=\"a,\\\"\", For=10.0.0.1"}}) ==
        "[2001:db8::1]:9");
}

TEST_CASE("Nobody else is believed", "[net][forwarded]") {
  const auto* const peer = GENERATE("192.0.2.66", "2001:db8::66", "::1");
  CAPTURE(peer);
  CHECK(client_of({{"X-Forwarded-For", "10.0.0.1"}, {"Forwarded", "for=10.0.0.1"}}, peer) ==
        net::text_of({make_address(peer), 4711}));
}

TEST_CASE("What most proxies set wins over what they let pass", "[net][forwarded]") {
  CHECK(client_of({{"Forwarded", "for=198.51.100.9"}, {"X-Forwarded-For", "192.0.2.1"}}) ==
        "192.0.2.1");
  CHECK(client_of({{"Forwarded", "for=192.0.2.1"}, {"X-Forwarded-For", " , "}}) == "192.0.2.1");
}

TEST_CASE("A proxy is known behind its address as it is mapped into IPv6", "[net][forwarded]") {
  CHECK(client_of({{"X-Forwarded-For", "192.0.2.1"}}, "::ffff:127.0.0.1") == "192.0.2.1");
}

}  // namespace signalbox::test::forwarded_test
