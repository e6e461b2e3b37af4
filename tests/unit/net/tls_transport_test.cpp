// SPDX-License-Identifier: MIT
#include <malloc.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <memory>

#include "support/catch.hpp"
#include "unit/net/tls_pair.hpp"

namespace signalbox::test::tls_transport_test {

using Status = net::Transfer::Status;

namespace {

/// Which no two pieces of have the same bytes, so that a loss or a swap is seen.
std::string long_text(std::size_t size) {
  std::string text;
  for (int number = 0; text.size() < size; ++number) text += std::to_string(number) + ' ';
  text.resize(size);
  return text;
}

bool is_readable(int descriptor) {
  pollfd entry{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&entry, 1, 0) > 0;
}

}  // namespace

TEST_CASE("TLS 1.2 and 1.3 carry bytes both ways", "[net][tls]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  TlsPair pair({.version = version});
  pair.shake_hands();

  pair.client.send("from the client");
  pair.client_sends();
  CHECK(pair.server_reads() == Status::done);
  CHECK(pair.server_received == "from the client");

  CHECK(pair.server_writes("from the server") == Status::done);
  CHECK(pair.client_receives());
  CHECK(pair.client.take_plaintext() == "from the server");
  CHECK(pair.client.protocol() == "http/1.1");
}

TEST_CASE("Nothing older than TLS 1.2 is spoken, and the client is told", "[net][tls]") {
  TlsPair pair;
  // OpenSSL's client does not offer it any more: a ClientHello of TLS 1.1 with one cipher.
  const std::string hello = std::string("\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x02", 11) +
                            std::string(32, 'r') + std::string("\x00\x00\x02\xc0\x13\x01\x00", 7);
  pair.client_sends(hello);

  CHECK(pair.server_reads() == Status::ended);

  // RFC 5246 section 7.2: a fatal alert, protocol_version.
  const std::string alert = pair.client_receives_raw();
  REQUIRE(alert.size() == 7);
  CHECK(alert.substr(5) == "\x02\x46");
}

TEST_CASE("A client that wants another protocol than HTTP/1.1 is refused", "[net][tls]") {
  const auto [protocols, chosen] = GENERATE(table<std::string_view, std::string>(
      {{"\x02h2\x08http/1.1", "http/1.1"}, {"", ""}, {"\x02h2", "refused"}}));
  CAPTURE(protocols);
  TlsPair pair({.protocols = protocols});
  if (chosen == "refused") {
    CHECK_THROWS(pair.shake_hands());
    CHECK(pair.client.error().find("no application protocol") != std::string::npos);
  } else {
    pair.shake_hands();
    CHECK(pair.client.protocol() == chosen);
  }
}

TEST_CASE("A handshake and a message may come byte by byte", "[net][tls]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  TlsPair pair({.version = version});
  pair.client.send("slowly");

  for (int flight = 0; flight < 4; ++flight) {
    for (const char byte : pair.client.take_ciphertext()) {
      pair.client_sends({&byte, 1});
      pair.server_reads();
      CHECK_FALSE(pair.transport.holds_unread());
    }
    pair.server_writes();
    pair.client_receives();
  }

  CHECK(pair.server_received == "slowly");
}

TEST_CASE("What was received is read, however small the room for it", "[net][tls]") {
  const auto room = GENERATE(std::size_t{1}, std::size_t{100}, std::size_t{16'384},
                             std::size_t{40'000}, std::size_t{72} * 1024);
  const auto pieces = GENERATE(1, 50);
  CAPTURE(room, pieces);
  TlsPair pair;
  pair.shake_hands();
  const std::string text = long_text(std::size_t{100} * 1024);
  const std::size_t piece = text.size() / static_cast<std::size_t>(pieces);
  for (std::size_t at = 0; at < text.size(); at += piece) pair.client.send(text.substr(at, piece));
  pair.client_sends();

  // As a poller does it: only what it tells of is read.
  while (is_readable(pair.transport.descriptor())) pair.server_reads(room);

  CHECK(pair.server_received == text);
  CHECK_FALSE(pair.transport.holds_unread());
}

TEST_CASE("What a slow reader does not take waits, bounded, and arrives in order", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();
  pair.shrink_server_buffer();
  constexpr std::size_t kGulp = 7000;
  const std::string text = long_text(std::size_t{2} * 1024 * 1024);
  std::string received;

  bool was_blocked = false;
  while (received.size() < text.size()) {
    const auto status = pair.server_writes(std::string_view(text).substr(pair.server_sent));
    REQUIRE(status != Status::ended);
    if (status == Status::blocked) {
      was_blocked = true;
      CHECK(pair.transport.holds_unsent());
      // Who does not read is not written for any more.
      const std::size_t before = pair.server_sent;
      CHECK(pair.server_writes("more") == Status::blocked);
      CHECK(pair.server_sent == before);
    }
    REQUIRE(pair.client_receives(kGulp));
    received += pair.client.take_plaintext();
  }

  CHECK(was_blocked);
  CHECK(received == text);
  CHECK_FALSE(pair.transport.holds_unsent());
}

TEST_CASE("What is written in a turn leaves in one send", "[net][tls]") {
  const auto version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  CAPTURE(version);
  // On such a socket every send is a packet.
  TlsPair pair({.version = version}, SOCK_SEQPACKET);
  pair.client.send("request");
  int packets = 0;
  while (pair.server_received.empty()) {
    pair.client_sends();
    pair.server_reads();
    if (!pair.server_received.empty()) break;
    pair.server_writes();
    while (pair.client_receives()) ++packets;
  }
  // TLS 1.2 has two flights before the request, 1.3 one.
  CHECK(packets == (version == TLS1_2_VERSION ? 2 : 1));

  // With TLS 1.3 the session ticket is still to be sent: with the answer, of two records here.
  const std::string answer = long_text(20'000);
  pair.server_writes(answer);

  CHECK(pair.client_receives());
  CHECK(pair.client.take_plaintext() == answer);
  CHECK_FALSE(pair.client_receives());
}

TEST_CASE("A goodbye is heard behind all that came before, and answered", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();
  pair.client.send("the last words");
  pair.client.say_goodbye();
  pair.client_sends();

  CHECK(pair.server_reads() == Status::ended);

  CHECK(pair.server_received == "the last words");
  pair.client_receives();
  CHECK(pair.client.heard_goodbye());
}

TEST_CASE("The server says goodbye, and reads on", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();

  CHECK(pair.transport.finish_writing());

  CHECK(pair.client_receives());
  CHECK(pair.client.heard_goodbye());
  CHECK_FALSE(pair.client_receives());
  CHECK(pair.client_saw_end());
  pair.client.send("one more");
  pair.client_sends();
  CHECK(pair.server_reads() == Status::done);
  CHECK(pair.server_received == "one more");
  // Said once.
  CHECK(pair.transport.finish_writing());
}

TEST_CASE("A goodbye waits until there is room for it", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();
  const std::string text = long_text(std::size_t{64} * 1024);
  while (pair.server_writes(text) == Status::done) {
  }

  CHECK_FALSE(pair.transport.finish_writing());

  while (pair.client_receives()) {
  }
  while (!pair.transport.finish_writing()) {
  }
  while (pair.client_receives()) {
  }
  CHECK(pair.client.heard_goodbye());
  CHECK(pair.client_saw_end());
}

TEST_CASE("A connection that ends in the middle has ended", "[net][tls]") {
  TlsPair pair;
  SECTION("before a word") { pair.client_hangs_up(); }
  SECTION("in the handshake") {
    pair.client_sends(pair.client.take_ciphertext().substr(0, 50));
    CHECK(pair.server_reads() == Status::blocked);
    pair.client_hangs_up();
  }
  SECTION("in a record") {
    pair.shake_hands();
    pair.client.send("never complete");
    pair.client_sends(pair.client.take_ciphertext().substr(0, 20));
    CHECK(pair.server_reads() == Status::blocked);
    pair.client_hangs_up();
  }
  CHECK(pair.server_reads() == Status::ended);
  CHECK(pair.server_received.empty());
}

TEST_CASE("Who begins without TLS is told so, if it is HTTP", "[net][tls]") {
  TlsPair pair;
  pair.client_sends("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

  CHECK(pair.server_reads() == Status::ended);

  CHECK(pair.client_receives_raw().starts_with("HTTP/1.1 400 "));
}

TEST_CASE("Garbage ends the connection", "[net][tls]") {
  const bool after_handshake = GENERATE(false, true);
  TlsPair pair;
  if (after_handshake) pair.shake_hands();
  pair.client_sends(std::string(1000, 'x'));

  CHECK(pair.server_reads() == Status::ended);

  CHECK(pair.server_received.empty());
  CHECK(pair.server_writes("to nobody") == Status::ended);
}

TEST_CASE("Garbage on one connection ends no other of its thread", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();
  pair.client.send("in two pieces");
  const std::string record = pair.client.take_ciphertext();
  TlsPair hostile;
  hostile.client_sends(std::string(1000, 'x'));

  // OpenSSL keeps a thread's errors until somebody takes them.
  pair.client_sends(record.substr(0, 10));
  CHECK(hostile.server_reads() == Status::ended);
  CHECK(pair.server_reads() == Status::blocked);
  pair.client_sends(record.substr(10));
  CHECK(pair.server_reads() == Status::done);

  CHECK(pair.server_received == "in two pieces");
}

TEST_CASE("Nothing can be written before the handshake", "[net][tls]") {
  TlsPair pair;
  CHECK(pair.transport.write("too early").status == Status::ended);
  CHECK(pair.transport.finish_writing());
  CHECK_FALSE(pair.client_receives());
  CHECK(pair.client_saw_end());
}

TEST_CASE("A client that makes TLS talk and does not listen is ended", "[net][tls]") {
  TlsPair pair;
  pair.shake_hands();

  Status status = Status::blocked;
  for (int update = 0; update < 100'000 && status != Status::ended; ++update) {
    pair.client.request_key_update();
    pair.client_sends();
    status = pair.server_reads();
    if (status != Status::ended) pair.server_writes();
  }

  CHECK(status == Status::ended);
}

TEST_CASE("An idle connection with TLS holds no buffers", "[net][tls]") {
  constexpr std::size_t kPairs = 20;
  constexpr std::size_t kRecord = 16'384;
  std::vector<std::unique_ptr<TlsPair>> pairs;
  for (std::size_t i = 0; i < kPairs; ++i) {
    pairs.push_back(std::make_unique<TlsPair>());
    pairs.back()->shake_hands();
  }
  const std::string text = long_text(4 * kRecord);
  const auto talk = [&] {
    for (auto& pair : pairs) {
      pair->client.send(text);
      pair->client_sends();
      pair->server_reads();
      pair->server_writes(text);
      while (pair->client_receives()) {
      }
      CHECK(pair->client.take_plaintext() == text);
      pair->server_received = {};
    }
  };
  talk();
  const std::size_t before = mallinfo2().uordblks;

  talk();

  CHECK(mallinfo2().uordblks < before + kPairs * kRecord);
}

}  // namespace signalbox::test::tls_transport_test
