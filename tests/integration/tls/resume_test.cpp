// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::tls_resume_test {

namespace {

RawClient connect(const TestServer& server) {
  RawClient client(server.port(), {.tls = TlsClient::Options{}});
  client.upgrade();
  return client;
}

}  // namespace

TEST_CASE("A session goes on over TLS, on its own thread, with all that was sent at once",
          "[tls][resume]") {
  const auto kind = GENERATE(from_range(kServerKinds));
  CAPTURE(kind);
  const TestServer server(tls_settings(kind.threads), kind.poller);
  RawClient first = connect(server);
  say(first, R"({"type":"login","username":"alice","resume":true})");
  const Json welcome = Json::parse(first.receive_frame().payload);
  RawClient bob = tls_logged_in(server, "bob");
  say(bob, message_to("alice", 1));

  // With two threads, one of these is on the other one. The messages make several TLS records, of
  // which some are received but not read when the connection moves.
  const std::string data(10'000, 'x');
  for (int i = 0; i < 2; ++i) {
    RawClient again = connect(server);
    std::string bytes = client_frame(
        Opcode::text,
        Json{{"type", "login"},
             {"username", "alice"},
             {"resume", {{"token", welcome.at("resume").at("token")}, {"received", 0}}}}
            .dump());
    for (int n = 0; n < 6; ++n) bytes += client_frame(Opcode::text, message_to("bob", data));
    REQUIRE(again.send(bytes));

    CHECK(Json::parse(again.receive_frame().payload).at("resumed") == true);
    CHECK(Json::parse(again.receive_frame().payload).at("data") == 1);
    for (int n = 0; n < 6; ++n) {
      CHECK(Json::parse(bob.receive_frame().payload).at("data") == data);
    }
  }
}

}  // namespace signalbox::test::tls_resume_test
