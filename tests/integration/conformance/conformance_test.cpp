// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <ostream>

#include "integration/conformance/conformance_case.hpp"
#include "support/catch.hpp"
#include "support/conversation.hpp"
#include "support/http_exchange.hpp"
#include "support/tls_server.hpp"

namespace signalbox::test::conformance_test {

namespace {

/// How many bytes at both ends of what is chopped come one by one. Between them comes more at once,
/// but no multiple of the masking key's size.
constexpr std::size_t kEdge = 1000;
constexpr std::size_t kPiece = 997;

const std::string kLast = "that was all";

enum class Delivery : std::uint8_t { whole, chopped };

/// What carries the frames; none may make a difference.
struct Carrier {
  net::PollerKind poller;
  bool is_tls;

  // One thread, so that what alice has sent is with bob before his ping is answered.
  Settings settings() const { return is_tls ? tls_settings(1) : test_settings(1); }

  RawClient::Options client() const {
    if (is_tls) return {.tls = TlsClient::Options{}};
    return {};
  }
};

constexpr std::array kCarriers{Carrier{net::PollerKind::epoll, false},
                               Carrier{net::PollerKind::asio, false},
                               Carrier{net::PollerKind::epoll, true}};

std::ostream& operator<<(std::ostream& out, const Carrier& carrier) {
  return out << (carrier.poller == net::PollerKind::asio ? "Asio" : "epoll")
             << (carrier.is_tls ? " with TLS" : " without TLS");
}

std::size_t next_piece(std::size_t sent, std::size_t left, Delivery delivery) {
  if (delivery == Delivery::whole) return left;
  return sent < kEdge || left <= kEdge ? 1 : std::min(kPiece, left - kEdge);
}

void deliver(RawClient& client, std::string_view bytes, Delivery delivery) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const std::size_t piece = next_piece(sent, bytes.size() - sent, delivery);
    if (!client.send(bytes.substr(sent, piece))) return;
    sent += piece;
  }
}

std::string code_of(const ServerFrame& frame) {
  return frame.payload.empty() ? "" : std::to_string(frame.close_code());
}

Reply reply_of(const ServerFrame& frame) {
  if (frame.opcode == 0xA) return pong(frame.payload);
  if (frame.opcode == 8) return {Reply::Kind::close, code_of(frame)};
  const Json message = Json::parse(frame.payload, nullptr, /*allow_exceptions=*/false);
  if (frame.opcode == 1 && message.is_object() && message.value("type", "") == "error") {
    return error(message.at("code"));
  }
  return {Reply::Kind::other, frame.payload};
}

bool ends_with_close(const std::vector<Reply>& replies) {
  return !replies.empty() && replies.back().kind == Reply::Kind::close;
}

/// Everything that the server says to `client` until it has answered a last ping, or said goodbye.
std::vector<Reply> replies_to(RawClient& client, bool goes_on) {
  if (goes_on) client.send(client_frame(Opcode::ping, kLast));
  std::vector<Reply> replies;
  while (!ends_with_close(replies)) {
    const ServerFrame frame = client.receive_frame();
    if (frame.opcode == 0) return replies;  // the end, without a close
    replies.push_back(reply_of(frame));
    if (goes_on && replies.back() == pong(kLast)) {
      replies.pop_back();
      return replies;
    }
  }
  return replies;
}

/// What `client` hears up to the answer to its ping.
std::vector<std::string> messages_to(RawClient& client) {
  client.send(client_frame(Opcode::ping, kLast));
  std::vector<std::string> messages;
  for (auto frame = client.receive_frame(); frame.opcode == 1; frame = client.receive_frame()) {
    messages.push_back(frame.payload);
  }
  return messages;
}

/// Compared so that a failure does not print 64 KiB.
void check_relayed(const std::vector<std::string>& messages,
                   const std::vector<std::string>& payloads) {
  REQUIRE(messages.size() == payloads.size());
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    const bool is_same = messages[i] == signal_from("alice", "candidate", payloads[i]);
    CHECK(is_same);
  }
}

void check(const TestServer& server, const RawClient::Options& client, const ConformanceCase& row,
           Delivery delivery) {
  RawClient bob = raw_logged_in(server, "bob", client);
  {
    RawClient alice = raw_logged_in(server, "alice", client);
    const bool goes_on = !ends_with_close(row.replies);
    deliver(alice, row.bytes, delivery);

    CHECK(replies_to(alice, goes_on) == row.replies);
    if (!goes_on) CHECK(alice.receive_all().empty());
  }
  check_relayed(messages_to(bob), row.relayed);
}

}  // namespace

TEST_CASE("The server conforms to RFC 6455", "[conformance]") {
  const auto delivery = GENERATE(Delivery::whole, Delivery::chopped);
  const std::size_t number = GENERATE(range(std::size_t{0}, conformance_groups().size()));
  const ConformanceGroup& group = conformance_groups()[number];
  const auto carrier = GENERATE(from_range(kCarriers));
  const TestServer server(carrier.settings(), carrier.poller);
  CAPTURE(carrier, group.title, delivery == Delivery::chopped);
  for (const ConformanceCase& row : group.cases) {
    CAPTURE(row.sends);
    check(server, carrier.client(), row, delivery);
    REQUIRE(eventually([&] { return server.connections() == 0; }));
  }
}

TEST_CASE("The opening handshake conforms to RFC 6455", "[conformance]") {
  const auto delivery = GENERATE(Delivery::whole, Delivery::chopped);
  const auto carrier = GENERATE(from_range(kCarriers));
  const TestServer server(carrier.settings(), carrier.poller);
  for (const HandshakeCase& row : handshake_cases()) {
    CAPTURE(carrier, row.sends, row.request);
    RawClient client(server.port(), carrier.client());
    deliver(client, row.request, delivery);

    const HttpReply reply = receive_reply(client);

    CHECK(reply.status == row.status);
    const bool is_accepted = row.status == 101;
    CHECK(reply.header("sec-websocket-accept") ==
          (is_accepted ? "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" : ""));
    CHECK(reply.header("sec-websocket-extensions").empty());
    CHECK(reply.body.empty() == is_accepted);
  }
}

}  // namespace signalbox::test::conformance_test
