// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/http_exchange.hpp"
#include "support/metrics.hpp"
#include "support/test_server.hpp"

namespace signalbox::test::http_connection_test {

using std::chrono::milliseconds;

namespace {

/// A header with a field that makes it `size` bytes long as a whole.
std::string request_of(std::size_t size) {
  const std::size_t others = text_of({.target = "/healthz", .more = "X: \r\n"}).size();
  return text_of({.target = "/healthz", .more = "X: " + std::string(size - others, 'x') + "\r\n"});
}

}  // namespace

TEST_CASE("A connection serves one request after another", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(text_of({.target = "/healthz"}));
    CHECK(receive_reply(client).body == "ok\n");
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("A connection ends when its client wants it to", "[http]") {
  const auto request =
      GENERATE(as<std::string>(), "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
               "GET /healthz HTTP/1.0\r\n\r\n");
  CAPTURE(request);
  const TestServer server;
  RawClient client(server.port());

  client.send(request + request);  // the second one is too late

  CHECK(receive_reply(client).body == "ok\n");
  CHECK(client.receive_all().empty());
}

TEST_CASE("Requests that are sent ahead are answered in their order", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(kind);
  RawClient client(server.port());
  constexpr int kRounds = 300;
  std::string requests;
  for (int i = 0; i < kRounds; ++i) {
    requests += text_of({.target = "/healthz"}) + text_of({.target = "/nothing"}) +
                text_of({.target = "/", .method = "HEAD"});
  }

  client.send(requests);

  for (int i = 0; i < kRounds; ++i) {
    REQUIRE(receive_reply(client).body == "ok\n");
    REQUIRE(receive_reply(client).status == 404);
    REQUIRE(receive_reply(client, "HEAD").status == 200);
  }
}

TEST_CASE("A request in pieces of one byte is a request", "[http]") {
  const TestServer server;
  RawClient client(server.port());
  for (const char byte : text_of({.target = "/healthz"})) client.send({&byte, 1});
  CHECK(receive_reply(client).body == "ok\n");
}

TEST_CASE("A client that has sent all it wants to still gets its answer", "[http]") {
  const TestServer server;
  RawClient client(server.port());
  client.send(text_of({.target = "/healthz"}));
  client.finish_sending();
  CHECK(receive_reply(client).body == "ok\n");
  CHECK(client.receive_all().empty());
}

TEST_CASE("What is no request is answered with 400", "[http]") {
  const auto garbage = GENERATE(
      as<std::string>(), "\r\n\r\n", "hello\r\n\r\n", "GET /\r\n\r\n", "GET\r\n\r\n",
      "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET / HTTPS/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", "G\x01T / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n");
  CAPTURE(garbage);
  const TestServer server;
  RawClient client(server.port());

  client.send(garbage);

  CHECK(receive_reply(client).status == 400);
  CHECK(client.receive_all().empty());
}

TEST_CASE("A request names one host", "[http]") {
  const auto [request, status] = GENERATE(table<std::string, int>({
      {"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", 200},
      {"GET /healthz HTTP/1.0\r\n\r\n", 200},
      {"GET /healthz HTTP/1.1\r\n\r\n", 400},
      {"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      // For a proxy, if there were one.
      {"GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET HTTP://a/healthz?x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET http://a?x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
      {"GET http://a/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404},
      {"GET http:healthz HTTP/1.1\r\nHost: a\r\n\r\n", 404},
      {"GET healthz HTTP/1.1\r\nHost: a\r\n\r\n", 404},
  }));
  CAPTURE(request);
  const TestServer server;
  RawClient client(server.port());

  client.send(request);

  CHECK(receive_reply(client).status == status);
}

TEST_CASE("A header has a longest size", "[http]") {
  const TestServer server;
  const std::size_t limit = test_settings().limits.http_header_bytes;
  const auto answer_to = [&](const std::string& bytes) {
    RawClient client(server.port());
    client.send(bytes);
    return receive_reply(client).status;
  };

  CHECK(answer_to(request_of(limit - 2)) == 200);
  CHECK(answer_to(request_of(limit + 100)) == 431);
  CHECK(answer_to(request_of(100'000)) == 431);
  CHECK(answer_to("GET / HTTP/1.1\r\nX: " + std::string(limit, 'x')) == 431);
  CHECK(answer_to("GET /" + std::string(limit, 'x')) == 431);
  CHECK(metric_becomes(server.admin_port(), hits_of("max-http-header"), 4));
}

TEST_CASE("Who says nothing, or too slowly, is sent away", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = test_settings(kind.threads);
  settings.limits.http_timeout = milliseconds(200);
  settings.limits.close_timeout = milliseconds(100);
  const TestServer server(settings, kind.poller);
  RawClient client(server.port());

  SECTION("nothing") { CHECK(client.receive_all().empty()); }
  SECTION("half a request") {
    client.send("GET / HTTP/1.1\r\nHost:");
    CHECK(receive_reply(client).status == 408);
    CHECK(client.receive_all().empty());
  }
  SECTION("a byte at a time, for ever") {
    client.send("GET / HTTP/1.1\r\n");
    while (!client.is_readable(milliseconds(5))) client.send("X");
    CHECK(receive_reply(client).status == 408);
  }
  SECTION("nothing after an answer") {
    client.send(text_of({.target = "/healthz"}));
    CHECK(receive_reply(client).body == "ok\n");
    CHECK(client.receive_all().empty());
  }
  CHECK(eventually([&] { return server.connections() == 0; }));
  CHECK(metric_becomes(server.admin_port(), hits_of("http-timeout"), 1));
}

TEST_CASE("A large file reaches a slow reader whole, and what it asked next too", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TemporaryDirectory site;
  std::string file;
  for (int i = 0; file.size() < 6'000'000; ++i) file += std::to_string(i) + ' ';
  site.write("large.txt", file);
  Settings settings = test_settings(kind.threads);
  settings.web_root = site.path();
  const TestServer server(settings, kind.poller);
  RawClient slow(server.port(), {.receive_buffer = 4096});

  slow.send(text_of({.target = "/large.txt"}) + text_of({.target = "/healthz"}));

  // Others are served while it waits.
  CHECK(slow.is_readable(kPatience));
  CHECK(get(server.port(), "/healthz").body == "ok\n");
  const HttpReply reply = receive_reply(slow);
  CHECK(reply.status == 200);
  CHECK((reply.body == file));  // not to be printed
  CHECK(receive_reply(slow).body == "ok\n");
}

TEST_CASE("A reader that stops in the middle of a file is cut", "[http]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TemporaryDirectory site;
  site.write("large.txt", std::string(6'000'000, 'x'));
  Settings settings = test_settings(kind.threads);
  settings.web_root = site.path();
  settings.limits.write_timeout = milliseconds(100);
  const TestServer server(settings, kind.poller);
  RawClient stopped(server.port(), {.receive_buffer = 4096});

  stopped.send(text_of({.target = "/large.txt"}));

  CHECK(stopped.receive(1000).size() == 1000);
  CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("A client that goes in the middle of its request or answer is forgotten", "[http]") {
  const auto sent = GENERATE(as<std::string>(), "", "GET / HT", text_of({}), upgrade_request());
  CAPTURE(sent);
  const TestServer server;
  {
    RawClient client(server.port());
    client.send(sent);
  }
  CHECK(eventually([&] { return server.connections() == 0; }));
}

}  // namespace signalbox::test::http_connection_test
