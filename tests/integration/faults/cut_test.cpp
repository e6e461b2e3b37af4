// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/fault_proxy.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::cut_test {

namespace {

const std::string kOffer = signal_to("bob", "offer", R"({"sdp":"v=0"})");
const std::string kOfferHeard = signal_from("alice", "offer", R"({"sdp":"v=0"})");
const std::string kGone = R"({"type":"close","reason":"gone","username":"alice"})";

/// All that alice says.
const std::string kConversation = upgrade_request() +
                                  client_frame(Opcode::text, login_of("alice")) +
                                  client_frame(Opcode::text, kOffer);

/// All that bob hears up to the answer to his ping.
std::vector<std::string> heard_by(RawClient& bob) {
  bob.send(client_frame(Opcode::ping, "what else?"));
  std::vector<std::string> messages;
  for (auto frame = bob.receive_frame(); frame.opcode == 1; frame = bob.receive_frame()) {
    messages.push_back(frame.payload);
  }
  return messages;
}

/// A connection is accepted after those that were made before, so theirs are over when it and
/// bob's are the only ones.
void wait_for_the_end(const TestServer& server, const RawClient::Options& client = {}) {
  RawClient last(server.port(), client);
  last.upgrade();
  REQUIRE(eventually([&] { return server.connections() == 2; }));
  CHECK(server.logged_in() == 1);
}

/// Alice talks through the proxy until she is cut off; then bob has heard all or nothing of her.
/// Whether it was all.
bool is_heard_until_cut(const TestServer& server, const FaultProxy& proxy, RawClient& bob) {
  RawClient alice(proxy.port());
  alice.send(kConversation);
  alice.receive_all();
  wait_for_the_end(server);
  const auto heard = heard_by(bob);
  if (heard.empty()) return false;
  CHECK(heard == std::vector{kOfferHeard, kGone});
  return true;
}

/// What the server says to alice, nearly.
std::size_t answer_size(const TestServer& server) {
  RawClient alice(server.port());
  alice.send(kConversation);
  return alice.receive_until("\r\n\r\n").size() + alice.receive_frame().payload.size();
}

}  // namespace

TEST_CASE("A client that is cut off at any byte leaves no name, and says goodbye once", "[fault]") {
  const auto ending = GENERATE(Ending::close, Ending::reset);
  // One thread, so that bob has heard of alice's end before his ping is answered.
  const TestServer server(test_settings(1));
  FaultProxy proxy(server.port());
  RawClient bob = raw_logged_in(server, "bob");
  for (std::size_t size = 0; size <= kConversation.size(); ++size) {
    CAPTURE(size, ending == Ending::reset);
    const bool is_whole = size == kConversation.size();
    proxy.set({.cut_after = size, .ending = ending});

    const bool is_heard = is_heard_until_cut(server, proxy, bob);

    // A reset may overtake the bytes before it.
    CHECK((is_heard == is_whole || (is_whole && ending == Ending::reset)));
  }
}

TEST_CASE("A client that is cut off while it hears something leaves no name either", "[fault]") {
  const auto ending = GENERATE(Ending::close, Ending::reset);
  const TestServer server(test_settings(1));
  FaultProxy proxy(server.port());
  const std::size_t answers = answer_size(server);
  RawClient bob = raw_logged_in(server, "bob");
  for (std::size_t size = 1; size <= answers; ++size) {
    CAPTURE(size, ending == Ending::reset);
    proxy.set({}, {.cut_after = size, .ending = ending});
    is_heard_until_cut(server, proxy, bob);
  }
}

TEST_CASE("A name that was cut off can be taken by a new connection", "[fault]") {
  const auto ending = GENERATE(Ending::close, Ending::reset);
  const TestServer server;
  FaultProxy proxy(server.port());
  Client bob = logged_in(server, "bob");
  for (int i = 0; i < 20; ++i) {
    Client alice(proxy.port());
    log_in(alice, "alice");
    call(alice, "alice", bob, "bob");
    proxy.end_all(ending);
    CHECK(bob.receive() == kGone);
    // The name is freed behind that, lest the next one's offer overtakes it.
    REQUIRE(eventually([&] { return server.logged_in() == 1; }));
  }
}

TEST_CASE("A client that speaks TLS is cut off anywhere, and bob hears all of her or nothing",
          "[fault][tls]") {
  const auto ending = GENERATE(Ending::close, Ending::reset);
  const TestServer server(tls_settings(1));
  FaultProxy proxy(server.port());
  RawClient bob = tls_logged_in(server, "bob");
  bool is_whole = false;
  // Handshakes differ by some bytes, so there is no telling where the last one is.
  for (std::size_t size = 0; !is_whole; size += 7) {
    CAPTURE(size, ending == Ending::reset);
    REQUIRE(size < 10'000);
    proxy.set({.cut_after = size, .ending = ending});

    try {
      RawClient alice(proxy.port(), {.tls = TlsClient::Options{}});
      alice.send(kConversation);
      // A record of its own, to be cut behind the last byte that matters.
      alice.send(client_frame(Opcode::ping, std::string(50, 'x')));
      alice.receive_all();
    } catch (const std::runtime_error&) {  // cut off during the handshake
    }

    wait_for_the_end(server, {.tls = TlsClient::Options{}});
    const auto heard = heard_by(bob);
    is_whole = !heard.empty();
    if (is_whole) CHECK(heard == std::vector{kOfferHeard, kGone});
  }
}

}  // namespace signalbox::test::cut_test
