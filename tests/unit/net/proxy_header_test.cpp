// SPDX-License-Identifier: MIT
#include "net/proxy_header.hpp"

#include "net/client_address.hpp"
#include "support/catch.hpp"
#include "support/proxy_headers.hpp"

namespace signalbox::test::proxy_header_test {

using namespace signalbox::net;
using Status = ProxyHeader::Status;

namespace {

std::string client_of(const ProxyHeader& header) {
  return header.client ? net::text_of(*header.client) : "none";
}

struct Row {
  std::string bytes;
  std::string client;
};

const std::vector<Row> kHeaders{
    {"PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\n", "192.0.2.1:4711"},
    {"PROXY TCP6 2001:db8::1 2001:db8::2 4711 443\r\n", "[2001:db8::1]:4711"},
    {"PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
     "65535 65535\r\n",
     "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"},
    {"PROXY UNKNOWN\r\n", "none"},
    {"PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n", "none"},
    {binary_header(0x21, 0x11, kIpv4Addresses), "192.0.2.1:4711"},
    {binary_header(0x21, 0x11, kIpv4Addresses + std::string(996, 't')), "192.0.2.1:4711"},
    {binary_header(0x21, 0x21, kIpv6Addresses), "[2001:db8::1]:4711"},
    {binary_header(0x21, 0x31, std::string(216, 'u')), "none"},
    {binary_header(0x20, 0x00, ""), "none"},
    {binary_header(0x20, 0x11, kIpv4Addresses), "none"},
    {binary_header(0x21, 0x00, ""), "none"},
};

}  // namespace

TEST_CASE("a header is read off the front, whole", "[net][proxy]") {
  for (const Row& row : kHeaders) {
    CAPTURE(row.bytes);
    const ProxyHeader header = parse_proxy_header(row.bytes + "GET / HTTP/1.1\r\n");
    CHECK(header.status == Status::complete);
    CHECK(header.size == row.bytes.size());
    CHECK(client_of(header) == row.client);
  }
}

TEST_CASE("a header that has not come as a whole is waited for", "[net][proxy]") {
  for (const Row& row : kHeaders) {
    for (std::size_t size = 0; size < row.bytes.size(); ++size) {
      CAPTURE(row.bytes, size);
      CHECK(parse_proxy_header(row.bytes.substr(0, size)).status == Status::incomplete);
    }
  }
}

TEST_CASE("anything else is wrong, as soon as it shows", "[net][proxy]") {
  const auto bytes = GENERATE(values<std::string>({
      "G",
      "GET / HTTP/1.1\r\n",
      "PROXX",
      "proxy TCP4",
      "PROXY TCP4 192.0.2.1 198.51.100.1 4711\r\n",
      "PROXY TCP4 192.0.2.1 198.51.100.1 4711 443 1\r\n",
      "PROXY TCP4 192.0.2.1 198.51.100.1 4711 65536\r\n",
      "PROXY TCP4 192.0.2.1 198.51.100.1 -1 443\r\n",
      "PROXY TCP4 2001:db8::1 2001:db8::2 4711 443\r\n",
      "PROXY TCP6 192.0.2.1 198.51.100.1 4711 443\r\n",
      "PROXY TCP4 192.0.2.1 nonsense 4711 443\r\n",
      "PROXY TCP4  192.0.2.1 198.51.100.1 4711 443\r\n",
      "PROXY UDP4 192.0.2.1 198.51.100.1 4711 443\r\n",
      "PROXY \r\n",
      "PROXY UNKNOWN " + std::string(93, 'x'),
      "\r\n\r\nGET",
      std::string("\x16\x03\x01", 3),
      binary_header(0x11, 0x11, kIpv4Addresses),
      binary_header(0x22, 0x11, kIpv4Addresses),
      binary_header(0x21, 0x11, kIpv4Addresses.substr(1)),
      binary_header(0x21, 0x21, kIpv4Addresses),
      binary_header(0x21, 0x11, std::string(1009, 't')).substr(0, 16),
  }));
  CAPTURE(bytes);
  CHECK(parse_proxy_header(bytes).status == Status::wrong);
}

}  // namespace signalbox::test::proxy_header_test
