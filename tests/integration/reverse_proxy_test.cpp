// SPDX-License-Identifier: MIT
#include <boost/asio/ip/address.hpp>
#include <vector>

#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/proxy_headers.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::reverse_proxy_test {

namespace {

/// Any address of this computer's.
constexpr AddressRange kLoopback{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127}, 104};
constexpr AddressRange kElsewhere{{0x20, 0x01, 0x0d, 0xb8}, 32};
constexpr AddressRange kUnix{};

Settings trusting(const AddressRange& range, Settings settings = test_settings()) {
  settings.proxies.trusted = {range};
  return settings;
}

Settings expecting_header(Settings settings = trusting(kLoopback)) {
  settings.proxies.send_header = true;
  return settings;
}

/// Somebody logs in and leaves; the server's log tells who it was.
void visit(RawClient client, std::string_view more = {}) {
  client.upgrade(more);
  client.send(client_frame(Opcode::text, login_of("visitor")));
  client.send(client_frame(Opcode::close, "\x03\xE8"));
  client.receive_all();
}

bool ended_from(const TestServer& server, const std::string& address) {
  return eventually([&] { return server.log().lines_with("from " + address + " ended") == 1; });
}

}  // namespace

TEST_CASE("The log tells the client's address, not the proxy's", "[proxy]") {
  const TestServer server(trusting(kLoopback));
  const auto [header, client] = GENERATE(table<std::string, std::string>({
      {"X-Forwarded-For: 198.51.100.9, 192.0.2.1\r\n", "192.0.2.1"},
      {"X-Forwarded-For: 198.51.100.9\r\nX-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1"},
      {"Forwarded: for=198.51.100.9\r\nforwarded: for=\"[2001:db8::1]:99\"\r\n",
       "[2001:db8::1]:99"},
      {"", "127.0.0.1:"},
  }));
  CAPTURE(header);

  visit(RawClient(server.port()), header);

  CHECK(eventually([&, &who = client] { return server.log().lines_with("from " + who) == 1; }));
}

TEST_CASE("Behind a proxy each client has its own limit of connections", "[proxy][address]") {
  Settings settings = trusting(kLoopback);
  settings.limits.address_connections = 1;
  const TestServer server(settings);
  constexpr std::string_view kAlice = "X-Forwarded-For: 192.0.2.1\r\n";
  RawClient alice(server.port());
  alice.upgrade(kAlice);

  RawClient again(server.port());
  again.send(upgrade_request("/ws", kAlice));
  const std::string answer = again.receive_all();
  CHECK(answer.starts_with("HTTP/1.1 503 "));
  CHECK(answer.find("\r\nRetry-After: ") != std::string::npos);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-connections-per-address"), 1));

  RawClient bob(server.port());
  bob.upgrade("X-Forwarded-For: 192.0.2.2\r\n");
}

TEST_CASE("What a client says of itself does not hide it behind its proxy", "[proxy][address]") {
  const std::string said = GENERATE("X-Forwarded-For: \", 192.0.2.1\r\n",
                                    "X-Forwarded-For: \"x\r\nX-Forwarded-For: 192.0.2.1\r\n",
                                    "Forwarded: for=\"x\r\nForwarded: for=192.0.2.1\r\n",
                                    "X-Forwarded-For: 192.0.2.1,\r\n",
                                    "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For:\r\n");
  CAPTURE(said);
  Settings settings = trusting(kLoopback);
  settings.limits.address_connections = 1;
  const TestServer server(settings);
  RawClient client(server.port());
  client.upgrade(said);

  RawClient again(server.port());
  again.send(upgrade_request("/ws", said));

  CHECK(again.receive_all().starts_with("HTTP/1.1 503 "));
}

TEST_CASE("Who is no trusted proxy is not believed", "[proxy]") {
  const TestServer server(trusting(kElsewhere));

  visit(RawClient(server.port()), "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n");

  CHECK(eventually([&] { return server.log().lines_with("from 127.0.0.1:") == 1; }));
}

TEST_CASE("A proxy at a Unix socket is believed when it is named", "[proxy][unix]") {
  const TemporaryDirectory folder;
  const std::string path = (folder.path() / "signalbox.sock").string();
  const auto [range, client] =
      GENERATE(table<AddressRange, std::string>({{kUnix, "192.0.2.1"}, {kLoopback, "unix"}}));
  Settings settings = trusting(range);
  settings.listen = {{path, 0, Endpoint::Kind::unix_socket}};
  const TestServer server(settings);

  visit(RawClient(0, {.host = path}), "X-Forwarded-For: 192.0.2.1\r\n");

  CHECK(ended_from(server, client));
}

TEST_CASE("A PROXY header tells the client's address", "[proxy]") {
  const TestServer server(expecting_header());
  const auto [header, client] = GENERATE(table<std::string, std::string>({
      {"PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\n", "192.0.2.1:4711"},
      {binary_header(0x21, 0x11, kIpv4Addresses), "192.0.2.1:4711"},
      {binary_header(0x21, 0x21, kIpv6Addresses), "[2001:db8::1]:4711"},
  }));
  const bool in_pieces = GENERATE(false, true);
  CAPTURE(header, in_pieces);
  RawClient proxy(server.port());
  for (std::size_t begin = 0, size = in_pieces ? 1 : header.size(); begin < header.size();
       begin += size) {
    proxy.send(header.substr(begin, size));
  }

  visit(std::move(proxy), "X-Forwarded-For: 203.0.113.5\r\n");

  CHECK(ended_from(server, client));
}

TEST_CASE("A proxy that speaks for itself is asked for X-Forwarded-For", "[proxy]") {
  const TestServer server(expecting_header());
  RawClient proxy(server.port());
  proxy.send(binary_header(0x20, 0x00, ""));
  visit(std::move(proxy), "X-Forwarded-For: 192.0.2.1\r\n");
  CHECK(ended_from(server, "192.0.2.1"));
}

TEST_CASE("The request may come with the PROXY header", "[proxy]") {
  const TestServer server(expecting_header());
  RawClient proxy(server.port());

  proxy.send(binary_header(0x21, 0x11, kIpv4Addresses) + text_of({.target = "/healthz"}));

  CHECK(receive_reply(proxy).body == "ok\n");
}

TEST_CASE("Whatever comes together behind a PROXY header, each client is itself", "[proxy]") {
  const bool is_secure = GENERATE(false, true);
  const std::string header =
      GENERATE(as<std::string>{}, "PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\n",
               binary_header(0x21, 0x11, kIpv4Addresses));
  CAPTURE(is_secure, header);
  Settings settings = is_secure ? tls_settings() : test_settings();
  settings.threads = 1;
  const TestServer server(expecting_header(trusting(kLoopback, settings)));
  constexpr std::size_t kClients = 40;
  const auto conversation = [](std::size_t client) {
    return upgrade_request() + client_frame(Opcode::text, login_of(std::to_string(client)));
  };
  // Of each client a part has come, cut at another place, when the others' parts come.
  std::vector<RawClient> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    RawClient& client = clients.emplace_back(server.port());
    if (is_secure) {
      client.begin_tls({}, header);
      client.send(conversation(i));
    } else {
      const std::string all = header + conversation(i);
      client.send(all.substr(0, all.size() * i / (kClients - 1)));
    }
  }
  for (std::size_t i = 0; i < kClients && !is_secure; ++i) {
    const std::string all = header + conversation(i);
    clients[i].send(all.substr(all.size() * i / (kClients - 1)));
  }

  for (std::size_t i = 0; i < kClients; ++i) {
    CHECK(clients[i].receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    CHECK(Json::parse(clients[i].receive_frame().payload).at("username") == std::to_string(i));
  }
}

TEST_CASE("TLS begins after the PROXY header", "[proxy][tls]") {
  const bool together = GENERATE(false, true);
  CAPTURE(together);
  const TestServer server(expecting_header(trusting(kLoopback, tls_settings())));
  RawClient proxy(server.port());
  const std::string header = "PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\n";

  if (together) {
    proxy.begin_tls({}, header);
  } else {
    proxy.send(header);
    proxy.begin_tls({});
  }

  visit(std::move(proxy));
  CHECK(ended_from(server, "192.0.2.1:4711"));
}

TEST_CASE("Who does not begin with a PROXY header is cut", "[proxy]") {
  const TestServer server(expecting_header());
  const auto bytes = GENERATE(values<std::string>({
      text_of({.target = "/healthz"}),
      "PROXY TCP4 nonsense\r\n" + text_of({.target = "/healthz"}),
      "PROXY " + std::string(2000, 'x'),
      binary_header(0x21, 0x11, std::string(60'000, 'x')),
  }));
  for (int i = 0; i < 2; ++i) {
    RawClient stranger(server.port());
    stranger.send(bytes);
    CHECK(stranger.receive_all().empty());
  }
  CHECK(server.log().lines_with("is turned away: --proxy-protocol wants") >= 1);
  CHECK(server.log().lines_with("is turned away: --proxy-protocol wants") <= 2);  // of each thread
}

TEST_CASE("A right PROXY header of somebody else is refused", "[proxy]") {
  const TestServer server(expecting_header(trusting(kElsewhere)));
  RawClient stranger(server.port());
  stranger.send("PROXY TCP4 192.0.2.1 198.51.100.1 4711 443\r\n" + text_of({.target = "/healthz"}));
  CHECK(stranger.receive_all().empty());
}

TEST_CASE("A PROXY header must come in time", "[proxy]") {
  Settings settings = expecting_header();
  settings.limits.http_timeout = std::chrono::milliseconds(50);
  const TestServer server(settings);
  RawClient silent(server.port());
  RawClient slow(server.port());
  slow.send("PROXY TCP4 192.0.2.1");
  CHECK(silent.receive_all().empty());
  CHECK(slow.receive_all().empty());
  CHECK(eventually([&] { return server.connections() == 0; }));
}

}  // namespace signalbox::test::reverse_proxy_test
