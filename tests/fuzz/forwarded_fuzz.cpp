// SPDX-License-Identifier: MIT
// Any bytes as what a client says of itself in X-Forwarded-For or Forwarded: whatever they are, the
// client is the one that its trusted proxies name behind them.
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "net/client_address.hpp"
#include "net/http/forwarded.hpp"
#include "support/header_request.hpp"

namespace {

using boost::asio::ip::make_address;
using boost::asio::ip::tcp;
using signalbox::test::HeaderRequest;

const tcp::endpoint kProxy(make_address("127.0.0.1"), 4711);
const tcp::endpoint kStranger(make_address("198.51.100.1"), 4711);

void require(bool condition) {
  if (!condition) std::abort();
}

std::string client_of(const std::string& header, const std::string& value,
                      const tcp::endpoint& peer = kProxy) {
  using signalbox::AddressRange;
  using signalbox::net::bytes_of;
  // 127.0.0.1 and 10.0.0.0/8.
  static const signalbox::ReverseProxies proxies{
      .trusted = {AddressRange{bytes_of(make_address("127.0.0.1")), 128},
                  AddressRange{bytes_of(make_address("10.0.0.0")), 96 + 8}}};
  const HeaderRequest request("/ws", {{header, value}});
  return signalbox::net::text_of(signalbox::net::http::client_of(request, peer, proxies));
}

struct Named {
  std::string header;
  std::string by_proxies;
  std::string client;
};

const std::array kNamed{
    Named{"X-Forwarded-For", "192.0.2.1", "192.0.2.1"},
    Named{"X-Forwarded-For", "192.0.2.1:99, 10.0.0.1,", "192.0.2.1:99"},
    Named{"X-Forwarded-For", "[2001:db8::1]:9 , 10.0.0.1:7", "[2001:db8::1]:9"},
    Named{"Forwarded", "for=192.0.2.1", "192.0.2.1"},
    Named{"Forwarded", R"(by="\",";For="[2001:db8::1]:9", for=10.0.0.1;host="a\\")",
          "[2001:db8::1]:9"},
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string said(reinterpret_cast<const char*>(data), size);
  for (const Named& named : kNamed) {
    for (const std::string_view separator : {",", ", ", " ,,\t"}) {
      const std::string value = said + std::string(separator) + named.by_proxies;
      require(client_of(named.header, value) == named.client);
    }
    require(client_of(named.header, said, kStranger) == signalbox::net::text_of(kStranger));
    require(!client_of(named.header, said).empty());
  }
  return 0;
}
