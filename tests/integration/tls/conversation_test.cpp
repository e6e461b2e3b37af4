// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/http_exchange.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::conversation_test {

TEST_CASE("A call over TLS, with both versions of it", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(kind, version);
  const TestServer server(tls_settings(kind.threads), kind.poller);
  RawClient alice = tls_logged_in(server, "alice", {.version = version});
  RawClient bob = tls_logged_in(server, "bob", {.version = version});

  say(alice, signal_to("bob", "offer", "1"));
  CHECK(bob.receive_frame().payload == signal_from("alice", "offer", "1"));
  say(bob, signal_to("alice", "answer", "2"));
  CHECK(alice.receive_frame().payload == signal_from("bob", "answer", "2"));
  for (int i = 0; i < 8; ++i) say(alice, signal_to("bob", "candidate", std::to_string(i)));
  for (int i = 0; i < 8; ++i) {
    CHECK(bob.receive_frame().payload == signal_from("alice", "candidate", std::to_string(i)));
  }
  say(alice, R"({"type":"close","otherUsername":"bob"})");
  CHECK(bob.receive_frame().payload == R"({"type":"close","username":"alice"})");

  alice.send(client_close(1000));
  CHECK(alice.receive_frame().close_code() == 1000);
  CHECK(alice.receive_all().empty());
  CHECK(alice.tls().heard_goodbye());
}

TEST_CASE("The longest messages pass over TLS", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  Settings settings = tls_settings(kind.threads);
  settings.limits.message_bytes = std::size_t{256} * 1024;
  settings.limits.outbox_bytes = std::size_t{8} * 1024 * 1024;
  const TestServer server(settings, kind.poller);
  RawClient alice = tls_logged_in(server, "alice");
  RawClient bob = tls_logged_in(server, "bob");

  for (int i = 0; i < 10; ++i) {
    const std::string payload = '"' + std::string(200'000, static_cast<char>('a' + i)) + '"';
    say(alice, signal_to("bob", "candidate", payload));
  }

  for (int i = 0; i < 10; ++i) {
    const std::string payload = '"' + std::string(200'000, static_cast<char>('a' + i)) + '"';
    CHECK(bob.receive_frame().payload == signal_from("alice", "candidate", payload));
  }
}

TEST_CASE("The page comes over HTTPS, to a client that trusts whoever issued the certificate",
          "[tls]") {
  const TestCertificate root({.may_issue = true});
  const TestCertificate between({.issuer = &root, .may_issue = true});
  const TestCertificate own({.issuer = &between});
  const TemporaryDirectory folder;
  Settings settings = test_settings();
  settings.tls = {folder.write("cert.pem", own.pem() + between.pem()),
                  folder.write("key.pem", own.key_pem())};
  const TestServer server(settings);

  RawClient client(server.port(), {.tls = TlsClient::Options{.trusted = root.pem()}});
  client.send(text_of({}));
  const HttpReply reply = receive_reply(client);

  CHECK(reply.status == 200);
  CHECK(reply.body == "<!doctype html><title>test</title>");
  const TlsClient::Options stranger{.trusted = TestCertificate().pem()};
  CHECK_THROWS_WITH(RawClient(server.port(), {.tls = stranger}),
                    "TLS handshake: certificate verify failed");
}

TEST_CASE("A client that comes back resumes its TLS session, on any thread", "[tls]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(version);
  const TestServer server(tls_settings(2));
  RawClient first = tls_logged_in(server, "alice", {.version = version});
  CHECK_FALSE(first.tls().is_resumed());

  const TlsClient::Options options{.version = version, .resumed = first.tls().session()};
  RawClient second = tls_logged_in(server, "bob", options);
  RawClient third = tls_logged_in(server, "carol", options);

  CHECK(second.tls().is_resumed());
  CHECK(third.tls().is_resumed());
}

TEST_CASE("A large file comes whole over TLS, however slowly it is read", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TemporaryDirectory folder;
  std::string text;
  for (int i = 0; text.size() < std::size_t{8} * 1024 * 1024; ++i) text += std::to_string(i) + ' ';
  folder.write("large.txt", text);
  Settings settings = tls_settings(kind.threads);
  settings.web_root = folder.path();
  const TestServer server(settings, kind.poller);
  RawClient client(server.port(), {.receive_buffer = 4096, .tls = TlsClient::Options{}});

  client.send(text_of({.target = "/large.txt"}));

  CHECK(receive_reply(client).body == text);
}

TEST_CASE("Requests sent ahead over TLS are answered, one after the other", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  // More than the server reads at a time, in one piece: what it has read ahead of its answers no
  // poller will tell it of.
  constexpr int kRequests = 1000;  // as many as one connection may send at once
  const std::string padding = "X-Padding: " + std::string(200, 'x') + "\r\n";
  const TestServer server(tls_settings(kind.threads), kind.poller);
  RawClient client(server.port(), {.tls = TlsClient::Options{}});
  std::string requests;
  for (int i = 0; i < kRequests; ++i) {
    requests += text_of({.target = "/healthz", .more = padding});
  }

  client.send(requests);

  int answered = 0;
  while (answered < kRequests && receive_reply(client).status == 200) ++answered;
  CHECK(answered == kRequests);
}

TEST_CASE("A server that stops says goodbye in TLS too", "[tls]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  TestServer server(tls_settings(kind.threads), kind.poller);
  RawClient alice = tls_logged_in(server, "alice");

  server.stop();

  CHECK(alice.receive_frame().close_code() == 1001);
  CHECK(alice.receive_all().empty());
  CHECK(alice.tls().heard_goodbye());
}

}  // namespace signalbox::test::conversation_test
